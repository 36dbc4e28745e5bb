"""Where enrich meets the world."""
