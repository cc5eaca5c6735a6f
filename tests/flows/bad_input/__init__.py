"""Whatever is sent, one clear problem report comes back, and nothing is half done (Z4)."""
