"""Add to a notice or an account event what the lists and the catalogues know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.accounts import AccountEnriched, AccountReceived
from contracts.capabilities import RunningAccelerators
from contracts.names import evasion_marks
from contracts.parties import ScreenedParty, Snapshot
from contracts.tenders import NoticeStage, Tender, TenderEnriched, TenderReceived
from services.enrich.domain import mentions
from services.enrich.domain.account_parties import account_parties, named_account
from services.enrich.domain.account_services import services_used
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.cautious import Cautious
from services.enrich.domain.chip_mentions import split
from services.enrich.domain.clouds import ai_services, clouds, named
from services.enrich.domain.flat import FlatText, flatten, lookalikes
from services.enrich.domain.freshness import FRESH, STALE, Freshness
from services.enrich.domain.instance_mentions import instance_mentions
from services.enrich.domain.instances import running
from services.enrich.domain.item_counts import item_counts
from services.enrich.domain.lexicon import Hit
from services.enrich.domain.mentions import Reading
from services.enrich.domain.parties import PartyDesk, Screening
from services.enrich.domain.screening.screener import MAX_NAME
from services.enrich.domain.seen_text import rebased, with_title
from services.enrich.domain.superseded import superseded, withdrawn
from services.enrich.domain.tender_parties import acting, tender_parties
from services.enrich.domain.wording import not_about_compute, wordings

_SOUGHT = ("chip", "cloud", "service")
_SETTLED = frozenset({NoticeStage.AWARD, NoticeStage.CONTRACT, NoticeStage.ACCEPTANCE})


@dataclass(frozen=True, slots=True)
class Enricher:
    """One state of lists and catalogues; pure: the same input gives the same output.

    `snapshot` names the lists behind `screener`, `freshness` says how old they are now. Law is
    taken as of the date given: the notice's or event's own.
    """

    screener: Screening
    catalogue: Catalogue
    snapshot: Snapshot | None = None
    freshness: Freshness = FRESH

    def at(self, freshness: Freshness) -> "Enricher":
        """Return the same enricher on lists of another age."""
        return replace(self, freshness=freshness)

    def tender(self, received: TenderReceived, as_of: date) -> TenderEnriched:
        """Return the notice with its parties screened and what it seeks named and classified."""
        asked = Cautious(self.screener)
        parties = tender_parties(received, self._desk(asked))
        sought = self._sought(received, as_of)
        return TenderEnriched(
            tender=Tender.model_validate(received.model_dump(exclude={"text"})),
            parties=parties,
            snapshot=self.snapshot,
            catalogue_version=self.catalogue.version,
            **self._screened(parties, asked.note),
            **sought,
        )

    def account(self, received: AccountReceived, as_of: date) -> AccountEnriched:
        """Return the account event with its parties screened and its instances mapped to chips."""
        asked = Cautious(self.screener)
        desk = self._desk(asked)
        named = named_account(received.account_name, desk)
        parties = (
            *account_parties(received.signup, desk),
            *(party for party in named if party.matches),
        )
        supply = self.catalogue.providers.supply_of(received.provider, received.region)
        return AccountEnriched(
            account=received,
            parties=parties,
            accelerators=self._running(received, as_of),
            ai_services=services_used(received, self.catalogue, supply),
            supply=supply,
            snapshot=self.snapshot,
            catalogue_version=self.catalogue.version,
            **self._screened(parties or named, asked.note),
        )

    def _desk(self, asked: Screening) -> PartyDesk:
        return PartyDesk(asked, self.catalogue.organisations, self.snapshot)

    def _screened(self, parties: Sequence[ScreenedParty], failure: str | None) -> dict[str, Any]:
        """Say what the screening is worth; where nobody is named, nobody was left unscreened."""
        hit = any(party.matches for party in parties)
        if failure is not None:
            return {"screened": STALE.screened(hit=hit), "screening_note": failure}
        if not hit and any(len(party.party.name) > MAX_NAME for party in parties):
            return {"screened": "not_screened", "screening_note": "a name is too long to screen"}
        worth = self.freshness.screened(hit=hit) if parties else "complete"
        return {"screened": worth, "screening_note": self.freshness.note}

    def _sought(self, received: TenderReceived, as_of: date) -> dict[str, tuple[object, ...]]:
        seen, lead = with_title(received)
        text = FlatText.of(seen)
        hits = self.catalogue.lexicon.find(text)
        chip_hits, others = split(hits, text.flat, self.catalogue.words.traps)
        names = [flatten(party.name) for party in acting(received)]
        old = superseded(text.flat) if received.stage == NoticeStage.AMENDMENT else ()
        services = withdrawn(named(hits.get("service", ()), text, names), old)
        cloud_names = withdrawn(named(hits.get("cloud", ()), text, names), old)
        reading = Reading(
            as_of=as_of,
            awarded=received.stage in _SETTLED,
            items=dict(item_counts(received.items, self.catalogue.lexicon)),
        )
        title = FlatText.of(received.title.value).flat if received.title else None
        found = mentions.read(chip_hits, text, title)
        found += instance_mentions(text, self.catalogue.instances, self.catalogue.chips)
        about_ai = bool(services) or "w:ai_service" in hits or "大模型" in text.flat
        present = _present(about_ai, compute=bool(chip_hits or cloud_names))
        extra = tuple(not_about_compute(hit, text) for hit in others[:3] if not chip_hits)
        return {
            "chips": rebased(mentions.merge(withdrawn(found, old), seen, reading), lead),
            "clouds": rebased(clouds(cloud_names, services, text, self.catalogue.providers), lead),
            "ai_services": rebased(ai_services(services, text), lead),
            "wording": rebased((*wordings(hits, text, present), *extra), lead),
            "evasion_marks": _marks(hits, seen),
        }

    def _running(self, received: AccountReceived, as_of: date) -> tuple[RunningAccelerators, ...]:
        requests = ((each.instance_type, each.count) for each in received.instances)
        found = (
            running(
                self.catalogue.instances, self.catalogue.chips, received.provider, request, as_of
            )
            for request in requests
        )
        return tuple(each for each in found if each)


def _present(ai: bool, *, compute: bool) -> frozenset[str]:
    groups = {"ai": ai, "compute": compute}
    return frozenset(name for name, holds in groups.items() if holds)


def _marks(hits: Mapping[str, Sequence[Hit]], text: str) -> tuple[str, ...]:
    """Return what hides a mention: invisible or foreign letters inside it, not just anywhere."""
    spans = [text[h.start : h.end] for kind in _SOUGHT for h in hits.get(kind, ())]
    hidden = "".join(span for span in spans if not span.isascii())
    return (*evasion_marks(hidden), *lookalikes(hidden))
