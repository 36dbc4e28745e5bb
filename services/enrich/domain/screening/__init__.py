"""Screen organisation names, Chinese or English, against listed parties."""

from services.enrich.domain.screening.english_names import Scorer
from services.enrich.domain.screening.match import Match
from services.enrich.domain.screening.screener import Screener
from services.enrich.domain.screening.spotting import Span

__all__ = ["Match", "Scorer", "Screener", "Span"]
