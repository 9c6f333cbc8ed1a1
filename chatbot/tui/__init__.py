"""The terminal screen: it shows the session and asks it for things; it decides nothing."""
