"""The inspector: what the program knows and why it speaks as it does. One file a page; each takes `trace`."""
