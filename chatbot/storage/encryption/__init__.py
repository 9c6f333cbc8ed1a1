"""Encryption at rest: the key, the cipher, and turning it on and off. Only what is encrypted imports it."""
