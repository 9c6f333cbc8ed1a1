"""`chatbot doctor`."""

import argparse


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
