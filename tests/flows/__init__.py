"""Whole stories over HTTP, the real broker and the real databases."""
