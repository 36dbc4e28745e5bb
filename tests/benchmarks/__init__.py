"""Every speed claim of docs/performance.md, each a ratio within one run: `make bench`."""
