"""Pure decisions of score: no I/O, no clock, no environment."""
