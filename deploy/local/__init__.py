"""Run everything on one machine without Docker: Kafka, PostgreSQL, a fake Slack and a mail sink."""
