"""Where notify meets the world."""
