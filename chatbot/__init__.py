"""A terminal companion whose memory you can see and correct."""

__version__ = "0.1.0"
