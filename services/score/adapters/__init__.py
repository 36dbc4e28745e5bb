"""Where score meets the world."""
