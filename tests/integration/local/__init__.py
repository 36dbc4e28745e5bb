"""The launchers on the real things: start, stop, kill, restart, and nothing left behind."""
