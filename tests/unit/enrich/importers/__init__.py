"""Importers, each on small files in the documented shapes."""
