"""Bundled catalogues: facts with a source on each row."""
