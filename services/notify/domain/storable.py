"""Makes an assessment storable: PostgreSQL keeps NUL neither in text nor in JSON.

Whoever writes a notice or signs up chooses its characters, and none of them may stop an alert.
"""

from contracts.risk import RiskAssessed

NUL = "\\u0000"  # as JSON writes it
REPLACEMENT = "\\ufffd"


def storable(assessed: RiskAssessed) -> RiskAssessed:
    """Return the assessment with every NUL replaced by U+FFFD; usually it is the same object."""
    text = assessed.model_dump_json()
    if NUL not in text:
        return assessed
    return RiskAssessed.model_validate_json(text.replace(NUL, REPLACEMENT))
