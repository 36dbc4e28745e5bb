"""How a service runs: the Kafka stage, PostgreSQL, settings, logs, health. No business word."""
