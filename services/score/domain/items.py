"""Capability items: what export controls care about in a matter, each with its own evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.capabilities import ChipMention, Classification, CloudMention
from contracts.evidence import Evidence
from contracts.risk import AssessedItem
from contracts.tenders import TenderEnriched
from services.score.domain.matter import AGREED, Matter
from services.score.domain.policy import Points

# Wording that makes a cloud more than hosting: computing power, models, training.
COMPUTE_WORDS = frozenset({"compute_rental", "ai_service", "ai_training", "tokens"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item with the points it brings by itself; `capability` tells whether controls care."""

    kind: str
    name: str
    points: int
    sentence: str
    capability: bool
    supply: str = "us"
    count: int | None = None
    via: str | None = None
    controlled: bool = False
    equivalent: bool = False
    classification: Classification | None = None
    evidence: Evidence | None = None
    alternative: int | None = None

    def assessed(self) -> AssessedItem:
        """The item as the alert names it."""
        mitigations = ("wording 'equivalent to' or 'not lower than'",) if self.equivalent else ()
        return AssessedItem(
            kind=self.kind,
            name=self.name,
            count=self.count,
            via=self.via,
            classification=self.classification.paragraph if self.classification else None,
            controlled=self.controlled,
            supply=self.supply,
            mitigations=mitigations,
            points=self.points,
            sentence=self.sentence,
            evidence=self.evidence,
        )


def items_of(matter: Matter, points: Points) -> tuple[Item, ...]:
    """Return the matter's items, worst first; a domestic one never offsets another."""
    if matter.accounts:
        found = _account_items(matter, points)
    else:
        clouds = _newest_clouds(matter.tenders)
        found = [*_chips(matter, clouds, points), *_ai_services(matter, points)]
        if not any(item.capability for item in found):
            found += _clouds(matter, clouds, points)
    return tuple(
        sorted(found, key=lambda i: (-i.capability, i.equivalent, -i.points, i.kind, i.name))
    )


def total_accelerators(items: Iterable[Item]) -> int | None:
    """Accelerators over the items, alternatives counted once; None if any count is unknown."""
    chips = [item for item in items if item.kind in ("accelerator", "unmapped")]
    if not chips or any(chip.count is None for chip in chips):
        return None
    groups: dict[object, int] = {}
    for number, chip in enumerate(chips):
        key = ("single", number) if chip.alternative is None else ("group", chip.alternative)
        groups[key] = max(groups.get(key, 0), chip.count or 0)
    return sum(groups.values())


def _chips(matter: Matter, clouds: dict[str, CloudMention], points: Points) -> list[Item]:
    found: dict[str, Item] = {}
    via = next((c.name for c in clouds.values() if c.supply == "us"), None)
    for seen in matter.tenders:
        for chip in seen.chips:
            item = None if chip.negated else _chip(chip, via, points)
            if item is None:
                found.pop(chip.name, None)
                continue
            before = found.get(chip.name)
            if before is None:
                found[chip.name] = item
                continue
            # An award or contract that names the chip plainly removes the mitigation.
            plain = seen.tender.stage in AGREED and not chip.equivalent_wording
            equivalent = before.equivalent and not plain
            count = item.count if item.count is not None else before.count
            found[chip.name] = replace(item, equivalent=equivalent, count=count)
    return list(found.values())


def _chip(chip: ChipMention, via: str | None, points: Points) -> Item:
    controlled = chip.classification.controlled and not chip.domestic
    value = points.controlled_accelerator if controlled else points.uncontrolled_accelerator
    count = f"{chip.count:,} x " if chip.count else ""
    place = f" on {via}" if via else ""
    return Item(
        kind="accelerator",
        name=chip.name,
        points=0 if chip.domestic else value,
        sentence=f"{count}{chip.name}{place} sought: {chip.classification.sentence}",
        capability=controlled,
        supply="domestic" if chip.domestic else "us",
        count=chip.count,
        via=via,
        controlled=controlled,
        equivalent=chip.equivalent_wording,
        classification=chip.classification,
        evidence=chip.evidence,
        alternative=chip.alternative_group,
    )


def _ai_services(matter: Matter, points: Points) -> list[Item]:
    found: dict[str, Item] = {}
    for seen in matter.tenders:
        for service in seen.ai_services:
            us = service.supply == "us" and not service.negated
            found[service.name] = Item(
                kind="ai_service",
                name=service.name,
                points=points.ai_service if us else 0,
                sentence=f"{service.name} sought: access to a US AI service",
                capability=us,
                supply=service.supply,
                evidence=service.evidence,
            )
    return [item for item in found.values() if item.capability or item.supply == "domestic"]


def _clouds(matter: Matter, clouds: dict[str, CloudMention], points: Points) -> list[Item]:
    kinds = {w.kind for seen in matter.tenders for w in seen.wording}
    compute = bool(kinds & COMPUTE_WORDS)
    found = []
    for cloud in clouds.values():
        us = cloud.supply == "us"
        value = points.us_cloud_compute if compute else points.us_cloud_hosting
        if cloud.supply == "us_china_region":
            value = points.us_china_region
        purpose = "for computing or AI" if compute else "for ordinary hosting"
        found.append(
            Item(
                kind="cloud",
                name=cloud.name,
                points=value if us or cloud.supply == "us_china_region" else 0,
                sentence=f"{cloud.name} sought {purpose}",
                capability=us and compute,
                supply=cloud.supply,
                evidence=cloud.evidence,
            )
        )
    return found


def _newest_clouds(tenders: Iterable[TenderEnriched]) -> dict[str, CloudMention]:
    found: dict[str, CloudMention] = {}
    for seen in tenders:
        for cloud in seen.clouds:
            if cloud.negated or cloud.insufficient:
                found.pop(cloud.name, None)
            else:
                found[cloud.name] = cloud
    return found


def _account_items(matter: Matter, points: Points) -> list[Item]:
    found: dict[str, Item] = {}
    for seen in matter.accounts:
        tried = seen.account.attempted_only
        for run in seen.accelerators:
            name = run.chip or f"unmapped type {run.instance_type}"
            controlled = bool(run.classification and run.classification.controlled)
            value = points.unmapped_accelerator if run.unmapped else 0
            before = found.get(name)
            verb = "tried" if tried else "running"
            arithmetic = f": {run.classification.sentence}" if run.classification else ""
            count = None if tried else (run.total or 0) + ((before.count or 0) if before else 0)
            found[name] = Item(
                kind="unmapped" if run.unmapped else "accelerator",
                name=name,
                points=points.running_controlled if controlled else value,
                sentence=f"{run.instance_type} {verb}, {name}{arithmetic}",
                capability=controlled or run.unmapped,
                count=count if count else (before.count if before else None),
                via=seen.account.provider,
                controlled=controlled,
                classification=run.classification,
            )
        for service in seen.ai_services:
            found[service.name] = Item(
                kind="ai_service",
                name=service.name,
                points=points.ai_service,
                sentence=f"{service.name} used by the account",
                capability=service.supply == "us",
                supply=service.supply,
                evidence=service.evidence,
            )
    return list(found.values())
