"""One file a stage of a turn, in the order of `events.Stage`. They take values and give values; they emit nothing."""
