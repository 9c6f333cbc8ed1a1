"""The command line: one module per command group. Heavy imports happen inside the commands."""
