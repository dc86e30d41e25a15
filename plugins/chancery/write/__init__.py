"""Write: bytes put on disk atomically, and only those that changed."""
