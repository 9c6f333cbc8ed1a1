"""The request: sections, budget, and what is left out and why."""
