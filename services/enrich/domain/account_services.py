"""AI services an account used: the platform, and the models behind the vendor's model ids."""

from contracts.accounts import AccountReceived
from contracts.capabilities import AiServiceMention, Supply
from contracts.evidence import Evidence
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.flat import FlatText

_QUOTE = 120


def services_used(
    received: AccountReceived, catalogue: Catalogue, supply: Supply
) -> tuple[AiServiceMention, ...]:
    """Return the platform of an AI use, and each model by its catalogued name.

    `supply` is that of the account's cloud in the region of the event. A model id such as
    us.anthropic.claude-3-haiku-20240307-v1:0 is named by the family it holds; one that nobody
    catalogued keeps its id, and is supplied by whoever runs the platform.
    """
    found: dict[str, AiServiceMention] = {}
    if received.kind == "ai_use":
        platform = catalogue.providers.platform_of(received.provider, received.operation)
        if platform:
            found[platform] = _mention(platform, supply, received.operation, "account:operation")
    for model in received.ai_models:
        name, supplied = _model(model, catalogue, supply if found else "unknown")
        found.setdefault(name, _mention(name, supplied, model, "account:ai_models"))
    return tuple(found.values())


def _model(model: str, catalogue: Catalogue, unstated: Supply) -> tuple[str, Supply]:
    known = catalogue.providers.model_of(model)
    if known:
        return known.name, known.supply
    hits = catalogue.lexicon.find(FlatText.of(model)).get("service", [])
    best = max(hits, key=lambda hit: hit.end - hit.start, default=None)
    if best:
        return best.term.row.name, best.term.row.supply
    return model.rpartition("/")[2] or model, unstated


def _mention(name: str, supply: Supply, quote: str, how: str) -> AiServiceMention:
    return AiServiceMention(
        name=name, supply=supply, evidence=Evidence(quote=quote[:_QUOTE], how=how)
    )
