"""Persona files: TOML to Persona and back, the catalog, checks, drift."""
