"""`python -m chatbot`, and the installed command."""

import sys


def main() -> int:
    """Runs the command line.

    Returns:
        The exit code: 0 done, 1 failed with a reason on stderr, 2 wrong usage, 130 interrupted.
    """
    from chatbot.collecting import wait_while_loading

    wait_while_loading()
    from chatbot.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
