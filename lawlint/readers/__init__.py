"""Readers: from a file's bytes to a document."""
