"""Finds what a user's message tells about them, by rules alone: deterministic, with no model and no network.

It reads only what the user said. Whether anything found is stored is decided by `reconcile`.
"""

from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.message import extract

__all__ = ["Focus", "extract"]
