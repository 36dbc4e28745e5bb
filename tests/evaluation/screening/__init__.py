"""Organisation screening: cases made from sources, and the measures of the gates."""
