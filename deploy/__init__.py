"""Operations: the command line, topics, local launchers, containers. The only code that may compose services."""
