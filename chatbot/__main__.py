"""`python -m chatbot`, and the installed command."""

import gc
import sys

_NO_COLLECTION_BELOW = 500_000
"""New objects before the garbage collector runs; loading makes about 200,000, and a short command ends soon after.

For a long talk on the screen, `tui.start` sets the collector.
"""


def main() -> int:
    """Runs the command line.

    Returns:
        The exit code: 0 done, 1 failed with a reason on stderr, 2 wrong usage, 130 interrupted.
    """
    gc.set_threshold(_NO_COLLECTION_BELOW)
    from chatbot.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
