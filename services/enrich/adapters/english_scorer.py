"""An optional further opinion on English names: logic-v2 of nomenklatura, if it is installed."""

from importlib import import_module
from uuid import uuid4

from chassis.errors import Misconfigured
from services.enrich.domain.screening import Scorer
from services.enrich.settings import ScorerName

_NOT_INSTALLED = (
    "ENGLISH_SCORER=logic-v2 needs the package nomenklatura, which is not part of this project:"
    " install nomenklatura==4.17.0 beside the service, or set ENGLISH_SCORER=none."
)


def scorer_of(name: ScorerName) -> Scorer | None:
    """Return the scorer called `name`, None for "none"; raises Misconfigured if not installed."""
    return _logic_v2() if name == "logic-v2" else None


def _logic_v2() -> Scorer:
    try:
        ftm = import_module("followthemoney")
        logic = import_module("nomenklatura.matching.logic_v2.model").LogicV2
    except ImportError as exc:
        raise Misconfigured(_NOT_INSTALLED) from exc
    schema, config = ftm.model.get("Organization"), logic.default_config()

    def score(query: str, listed: str) -> float:
        # nomenklatura keeps what it read of an entity by its id, so that no two may share one.
        pair = [ftm.ValueEntity(schema, {"id": uuid4().hex}) for _ in range(2)]
        for entity, name in zip(pair, (query, listed), strict=True):
            entity.add("name", name)
        return float(logic.compare(*pair, config).score)

    return score
