"""Sessions and turns: the plain objects that the screen and the command line only watch."""
