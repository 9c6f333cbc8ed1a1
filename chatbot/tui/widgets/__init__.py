"""Widgets: given values, they show them, and ask the screen for what is to be done."""
