"""Asks at the terminal before something that is hard to take back."""

import argparse
import sys

from chatbot.errors import UsageError


def agreed(arguments: argparse.Namespace, question: str, why: str, otherwise: str = "Add --yes.") -> bool:
    """Whether the user wants it.

    Args:
        arguments: with `yes`, which answers beforehand.
        question: what is asked.
        why: what makes it worth asking; begins the line that says that there is nobody to ask.
        otherwise: what to do where there is nobody.

    Raises:
        UsageError: there is nobody to ask, and `--yes` was not given.
    """
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(f"{why}, and there is no terminal to ask on.", otherwise)
    print(f"{question} Type “yes”: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
