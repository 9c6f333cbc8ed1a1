"""Export and import of the user's data in open formats."""
