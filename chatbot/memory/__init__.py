"""Memory policies: extract, reconcile, recall, forget. No I/O: the store is a Protocol in base."""
