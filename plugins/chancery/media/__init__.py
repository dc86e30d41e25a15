"""Media: pictures made ready for sites, by a command of their own."""
