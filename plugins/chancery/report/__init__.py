"""Report: what the build knows about the network."""
