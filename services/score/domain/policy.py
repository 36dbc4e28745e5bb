"""The policy as a typed value: weights, thresholds, list tiers and dated law."""

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from chassis.errors import Misconfigured
from contracts.risk import Band

BANDS: tuple[tuple[int, Band], ...] = (
    (80, Band.CRITICAL),
    (60, Band.HIGH),
    (40, Band.MEDIUM),
    (20, Band.LOW),
    (0, Band.NONE),
)
FLOOR = {band: floor for floor, band in BANDS}
LAWS = (
    *("US-BIS-3A090", "US-BIS-ENTITY-LIST", "US-BIS-HQ-PARENT", "US-BIS-END-USE"),
    *("US-OFAC-SDN", "PROVIDER-TERMS"),
)
"""Law that the engine itself asks for; the others are there to be read and verified."""
TOP = {Band.NONE: 19, Band.LOW: 39, Band.MEDIUM: 59, Band.HIGH: 79, Band.CRITICAL: 100}


def band_of(score: int) -> Band:
    """Return the band of a score: none < 20 <= low < 40 <= medium < 60 <= high < 80 <= critical."""
    return next(band for floor, band in BANDS if score >= floor)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Points(_Part):
    """Points of each rule (whole numbers)."""

    controlled_accelerator: int
    uncontrolled_accelerator: int
    unmapped_accelerator: int
    ai_service: int
    us_cloud_compute: int
    us_cloud_hosting: int
    us_china_region: int
    running_controlled: int
    listed_same: int
    listed_unit: int
    listed_affiliate: int
    listed_affiliated_unit: int
    listed_blocking: int
    listed_caution: int
    listed_without_item: int
    military: int
    nexus: int
    account_nexus: int
    stage_agreed: int
    stage_sought: int
    quantity_notable: int
    quantity_large: int
    supplier_profile: int
    linked_account: int
    linked_running: int
    linked_tender: int
    contradiction: int
    no_customer_profile: int
    band_step: int


class Thresholds(_Part):
    """Counts of accelerators, yuan, days, awards and tries at which rules turn."""

    quantity_notable: int
    quantity_large: int
    small_sum_cny: int
    link_days: int
    profile_awards: int
    attempts: int


class Law(_Part):
    """A dated piece of law: in force from (and to), as verified on, to be verified again by."""

    id: str
    title: str
    kind: str
    in_force_from: date
    in_force_to: date | None = None
    status: str
    verified_on: date
    verify_by: date
    source: str

    def applies(self, on: date) -> bool:
        """Tell whether the row is to be taken on that date."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


class Policy(_Part):
    """Everything compliance people tune; `version` is repeated in every assessment."""

    version: str
    perspective: Literal["everything", "ours"]
    our_clouds: tuple[str, ...] = ()
    our_resellers: tuple[str, ...] = ()
    points: Points
    thresholds: Thresholds
    tiers: dict[str, Literal["blocking", "licence", "caution"]]
    law: tuple[Law, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        lacking = [law for law in LAWS if law not in {row.id for row in self.law}]
        if lacking:
            raise ValueError(f"lacks the [[law]] rows {', '.join(lacking)}")
        return self

    @classmethod
    def parse(cls, text: str) -> "Policy":
        """Read policy.toml; raises Misconfigured naming every row that lacks or is unknown."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as exc:
            raise Misconfigured(f"policy.toml is not TOML: {exc}") from None
        except ValidationError as exc:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors())
            raise Misconfigured(f"policy.toml: {wrong}") from None

    def tier(self, list_code: str) -> str:
        """Return the tier of a list; an unknown list asks for care."""
        return self.tiers.get(list_code, "caution")

    def law_of(self, law_id: str, on: date) -> Law:
        """Return the row of a law as of a date; before its first row that one, not yet in force.

        Raises Misconfigured if policy.toml lacks the law.
        """
        rows = sorted((r for r in self.law if r.id == law_id), key=lambda r: r.in_force_from)
        if not rows:
            raise Misconfigured(f"policy.toml lacks the [[law]] row {law_id}")
        applying = [row for row in rows if row.applies(on)]
        if applying:
            return applying[-1]
        return rows[0].model_copy(update={"status": f"not in force on {on}"})
