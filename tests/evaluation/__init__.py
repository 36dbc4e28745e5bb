"""Sets of cases with a citation per row, which judge what the services find."""
