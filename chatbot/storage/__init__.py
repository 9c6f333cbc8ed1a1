"""Files on disk: TinyDB pages written atomically, one writer per user, locks, recovery."""
