"""Export classification of an accelerator: arithmetic and paragraph by the rule of a date.

Sources: 87 FR 62186 (7 October 2022), 88 FR 73458 (17 November 2023), 89 FR 23876 (4 April 2024),
91 FR 1684 (15 January 2026); worked vectors in the Note to 3A090.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from contracts.capabilities import Classification
from services.enrich.domain.chips import Chip

# Thresholds of 3A090: TPP, performance density, and the two-way link rate of 2022 in GB/s.
HIGH_TPP, MIDDLE_TPP, LOW_TPP = 4800, 2400, 1600
HIGH_DENSITY, MIDDLE_DENSITY, LOW_DENSITY = 5.92, 3.2, 1.6
LINK_GBS = 600
# Limits of case-by-case review in 91 FR 1684: TPP, and memory bandwidth in GB/s.
REVIEW_TPP, REVIEW_GBS = 21_000, 6_500

CONTROLLED = frozenset({"3A090.a", "3A090.b"})
NEEDS = "needs_classification"
NONE = "none"

Verdict = tuple[str, str]
"""Paragraph and the reason in words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated version of the test; in force until the next one starts."""

    id: str
    in_force_from: date
    test: Callable[[Chip], Verdict]
    source: str
    verify_by: date | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A licence need told to makers by letter, which the arithmetic does not show."""

    note: str
    in_force_from: date
    text: str
    controlled: bool


def _before_controls(_: Chip) -> Verdict:
    return NONE, "3A090 was not yet in force"


def _rule_of_2022(chip: Chip) -> Verdict:
    tpp = chip.tpp
    if tpp is None:
        return NEEDS, "no dense throughput on record"
    if tpp < HIGH_TPP:
        return NONE, "below 4,800"
    if chip.io_gbs is None:
        return NEEDS, "4,800 or more, but the link rate is not on record (600 GB/s decides)"
    if chip.io_gbs < LINK_GBS:
        return NONE, f"4,800 or more, but links of {chip.io_gbs:g} GB/s are below 600"
    return "3A090.a", f"4,800 or more and links of {chip.io_gbs:g} GB/s reach 600"


def _rule_of_2023(chip: Chip) -> Verdict:
    tpp = chip.tpp
    if tpp is None:
        return NEEDS, "no dense throughput on record"
    if chip.market != "datacenter" and tpp < HIGH_TPP:
        return NONE, f"{chip.market} product below 4,800 (Note 2)"
    if tpp >= HIGH_TPP:
        return "3A090.a", "4,800 or more"
    if tpp < LOW_TPP:
        return NONE, "below 1,600"
    return _by_density(tpp, chip.density)


def _by_density(tpp: float, density: float | None) -> Verdict:
    if density is None:
        return NEEDS, "between 1,600 and 4,800, but the die area is not on record and decides"
    shown = f"density {density:.2f}"
    if density >= HIGH_DENSITY:
        return "3A090.a", f"1,600 or more and {shown} reaches 5.92"
    if density >= MIDDLE_DENSITY:
        return "3A090.b", f"1,600 or more and {shown} lies between 3.2 and 5.92"
    if tpp >= MIDDLE_TPP and density >= LOW_DENSITY:
        return "3A090.b", f"between 2,400 and 4,800 and {shown} lies between 1.6 and 5.92"
    return NONE, f"{shown} is too low for {_thousands(tpp)}"


RULES = (
    Rule("3A090/before", date.min, _before_controls, "no rule"),
    Rule("3A090/2022-10-07", date(2022, 10, 7), _rule_of_2022, "87 FR 62186"),
    Rule("3A090/2023-11-17", date(2023, 11, 17), _rule_of_2023, "88 FR 73458"),
    Rule(
        "3A090/2024-04-04", date(2024, 4, 4), _rule_of_2023, "88 FR 73458 as corrected 89 FR 23876"
    ),
    Rule(
        "3A090/2026-01-15",
        date(2026, 1, 15),
        _rule_of_2023,
        "88 FR 73458, 91 FR 1684",
        date(2026, 12, 31),
    ),
)

LETTERS = (
    Letter(
        "h20",
        date(2025, 4, 9),
        "licence to China by letters of April 2025, although below 3A090.a and .b;"
        " later licences: verify",
        controlled=True,
    ),
    Letter(
        "gp10",
        date(2025, 5, 13),
        "presumed 3A090 by BIS guidance of 13 May 2025 (General Prohibition 10)",
        controlled=False,
    ),
)
CASE_BY_CASE = date(2026, 1, 15)


def rule_at(as_of: date) -> Rule:
    """Return the version of the rule in force on a date."""
    return next(rule for rule in reversed(RULES) if rule.in_force_from <= as_of)


def classify(chip: Chip, as_of: date) -> Classification:
    """Return the classification of a chip by the rule of `as_of`, with its arithmetic.

    An unknown figure that decides gives `needs_classification` and counts as controlled unless
    the chip is domestic: what could not be classified is never cleared.
    """
    rule = rule_at(as_of)
    paragraph, why = rule.test(chip)
    letter = _letter(chip, as_of)
    notes = [note for note in (_consumer(chip, paragraph), letter and letter.text) if note]
    notes += _review(chip, paragraph, as_of)
    return Classification(
        paragraph=paragraph,
        tpp=chip.tpp,
        performance_density=None if chip.density is None else round(chip.density, 2),
        licence_note="; ".join(notes) or None,
        controlled=paragraph in CONTROLLED
        or paragraph == NEEDS
        or bool(letter and letter.controlled),
        sentence=_sentence(chip, paragraph, why),
        rule=rule.id,
        as_of=as_of,
        verify_by=rule.verify_by,
        source=f"{rule.source}; figures: {chip.source}",
    )


def _letter(chip: Chip, as_of: date) -> Letter | None:
    matching = (x for x in LETTERS if x.note == chip.note and x.in_force_from <= as_of)
    return next(matching, None)


def _consumer(chip: Chip, paragraph: str) -> str | None:
    if chip.market == "datacenter" or paragraph != "3A090.a":
        return None
    return f"{chip.market} product of 4,800 or more: License Exceptions NAC/ACA (Note 2)"


def _review(chip: Chip, paragraph: str, as_of: date) -> list[str]:
    """Say whether the review of January 2026 is case by case (TPP < 21,000 and < 6,500 GB/s)."""
    if as_of < CASE_BY_CASE or paragraph not in CONTROLLED or chip.domestic:
        return []
    if chip.tpp is None or chip.memory_gbs is None:
        return []
    if chip.tpp < REVIEW_TPP and chip.memory_gbs < REVIEW_GBS:
        return ["exports from the US to China: case-by-case review on conditions (91 FR 1684)"]
    return ["above the case-by-case limits of 91 FR 1684"]


def _sentence(chip: Chip, paragraph: str, why: str) -> str:
    named = {NONE: "not 3A090", NEEDS: "needs classification"}.get(paragraph, paragraph)
    if chip.tpp is None:
        return f"{chip.label}: {why}: {named}"
    tops, bits = max(chip.tops, key=lambda pair: pair[0] * pair[1])
    sum_ = f"{_thousands(tops)} dense TOPS x {bits} bit = TPP {_thousands(chip.tpp)}"
    if chip.density is not None:
        sum_ += f"; / {chip.die_area_mm2:g} mm2 = {chip.density:.2f}"
    return f"{chip.label}: {sum_}; {why}: {named}"


def _thousands(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
