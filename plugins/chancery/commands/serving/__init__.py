"""The local server of `chancery serve`: what it watches, who builds, and what a browser is told."""
