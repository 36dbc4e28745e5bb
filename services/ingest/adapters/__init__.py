"""Where ingest meets the world."""
