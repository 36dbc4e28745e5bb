"""The published language: events, value objects and topics that services and subscribers share."""
