"""Opening hours: read, understood, and worked out for days."""
