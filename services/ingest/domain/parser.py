"""The version of the readers, part of the id of every event: it rises when facts change."""

PARSER = "2"
