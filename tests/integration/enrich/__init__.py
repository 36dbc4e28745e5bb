"""Enrich on the real PostgreSQL."""
