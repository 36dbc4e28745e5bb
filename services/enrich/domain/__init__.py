"""Pure decisions of enrich: no I/O, no clock, no environment."""
