"""Backups of one user's files: made, listed, checked, rotated and restored.

`keeper.Backups` is the entrance. A backup holds the files' raw bytes: those of an encrypted
store stay encrypted.
"""
