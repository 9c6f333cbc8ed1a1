"""Summaries: which messages a chapter takes, what it must not lose, how it is written."""
