"""Where things are: outlines of countries and their parts, places, time zones."""
