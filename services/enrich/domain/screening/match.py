"""What a screening answers: a match with its relation, score and sentence."""

from dataclasses import dataclass
from typing import Literal

from services.enrich.domain.lists import ListedParty

Relation = Literal["same", "sub-unit-of", "possible"]

Verdict = tuple[Relation, float, str]
"""Relation, score, and the key by which a name was found."""

SAME_NAME = 1.0
SAME_SHORT_NAME = 0.95
SAME_BUT_FOR_LEGAL_FORM = 0.93
SAME_WORDS = 0.9
CAMPUS = 0.88
FORMER_OR_PRESENT = 0.92
SUB_UNIT = 0.85
SOUNDS_ALIKE = 0.8
PER_WRONG_CHARACTER = 0.05
SPELLED = 0.8
SUB_UNIT_BY_SOUND = 0.75
BRACKETED = 0.65
AFFILIATED = 0.6
SOUND_ONLY = 0.6
CURATED = 0.69
"""An exact curated name that awaits a second person: better evidence than any guess."""

UNCONFIRMED = 0.55
WEAK_NAME = 0.5
PERSON_OR_VESSEL = 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """A name judged against one listed entry. `score` runs from 0 to 1.

    `same` and `sub-unit-of` decide, `possible` only proposes. `affiliated` marks hospitals,
    schools, independent colleges and companies that carry a listed parent's name. `key` names the
    comparison. The spans are offsets into `query`: of the words that name the entry, and of those
    that name a unit. `runner_up` is the next entry and what made it the weaker one.
    """

    id: str
    list: str
    listed_name: str
    alias: str
    query: str
    relation: Relation
    score: float
    explanation: str
    party: ListedParty
    affiliated: bool = False
    key: str = ""
    name_span: tuple[int, int] | None = None
    unit_span: tuple[int, int] | None = None
    runner_up: str = ""
