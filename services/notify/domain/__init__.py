"""Pure decisions of notify: no I/O, no clock, no environment."""
