"""Operations: command line, topics, local launchers, containers; only this composes services."""
