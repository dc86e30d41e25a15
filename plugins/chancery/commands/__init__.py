"""What the commands of tasks.py do; each is imported only where it is asked for."""
