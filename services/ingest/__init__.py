"""Bring notices and account events in: keep the raw bytes, read structure and facts, publish."""
