"""A mail server that keeps everything and sends nothing on, with faults on demand."""
