"""Add what the lists and catalogues know: screened parties, chips, clouds, AI services."""
