"""Erasing for good: what would go, taking it away, and the proof that it is gone."""
