"""Mood: the feeling of a text, how moods move, what a persona makes of it. Pure functions."""
