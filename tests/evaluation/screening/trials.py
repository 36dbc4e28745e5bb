"""Put the cases together as trials: what is asked, of which list, and what answer is right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from contracts.names import name_key
from services.enrich.data.aliases import load_aliases
from services.enrich.data.bundle import list_extract
from services.enrich.domain.lists import ListedParty, parse_list
from services.enrich.domain.screening import Screener
from tests.evaluation.screening import sources, unrelated
from tests.evaluation.screening.build import is_of, listed_names
from tests.evaluation.screening.sources import CHINESE, Half, half_of

SNAPSHOT = Path(__file__).parents[4] / "shared" / "data" / "csl" / "consolidated-2026-07-31.json"
ALERT = 0.7
TEN = 10
INVENTED = 10_000
"""Of which a few are left out because a listed party has such a name."""
Rule = Literal["first", "ten", "no alert", "nothing", "not same"]
Corpus = Literal["listed", "english", "english half"]


class Answer(Protocol):
    """What any screening says of one listed entry."""

    @property
    def listed_name(self) -> str: ...

    @property
    def score(self) -> float: ...

    @property
    def relation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A name that is asked, and the listed names that are (or are not) its answer."""

    query: str
    entries: frozenset[str]
    country: str | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """Cases of one kind, the rule that judges an answer, and the bound of the gate if any.

    `bound` is the least share of right answers for first and ten, the greatest share of wrong
    ones otherwise.
    """

    name: str
    corpus: Corpus
    rule: Rule
    bound: float | None
    cases: list[Case] = field(default_factory=list)


GATES = {"official": 0.985, "traditional": 0.985, "japanese": 0.985, "stamped": 0.985}
GATES |= {"unit": 0.985, "homophone": 0.95, "pinyin": 0.9}


def records(corpus: Corpus, half: Half) -> list[Any]:
    """Return the entries that are screened against: with bundled aliases, or English names only.

    `english half` leaves the Chinese bodies of the other half out: those are unrelated to it.
    """
    if corpus == "listed":
        return snapshot()
    whole = corpus == "english"
    return [
        {"id": body.id, "list": "ROR", "name": body.english, "country": body.country}
        for body in sources.bodies()
        if whole or body.country not in CHINESE or half_of(body.id) == half
    ]


def snapshot() -> list[ListedParty]:
    """Return the published list beside the checkout, or else the bundled extract of it."""
    held = SNAPSHOT.read_bytes() if SNAPSHOT.is_file() else list_extract()
    return list(parse_list(held))


def screener(corpus: Corpus, half: Half) -> Screener:
    """Return the screener of a corpus; the English ones have no aliases."""
    return Screener(records(corpus, half), aliases=None if corpus == "listed" else ())


def trials(half: Half) -> list[Trial]:
    """Return every trial of a half."""
    unlisted = names_of_others(half)
    return [
        *(_writing(writing, half) for writing in sources.WRITINGS),
        Trial("Chinese name by ROR", "listed", "first", None, _by_ror()),
        Trial("unrelated at alert level", "listed", "no alert", 1e-4, unlisted),
        Trial("unrelated at possible", "listed", "nothing", 0.01, unlisted),
        Trial("confusable judged same", "listed", "not same", 0.0, _pairs("confusable", half)),
        Trial("homonyms elsewhere", "listed", "no alert", 0.0, _pairs("homonyms", half)),
        Trial("English only: first", "english", "first", 0.7, _english_only(half)),
        Trial("English only: in ten", "english", "ten", 0.88, _english_only(half)),
        Trial("English only: unrelated bodies", "english half", "nothing", None, _other_half(half)),
    ]


def names_of_others(half: Half) -> list[Case]:
    """Return names of bodies that are on no list, of ROR and invented ones."""
    listed = listed_names(load_aliases())
    held = {body.local: body for body in sources.bodies() if body.local and not body.listed}
    real = [
        Case(name, frozenset(), None, "real")
        for name, body in held.items()
        if half_of(body.id) == half
    ]
    made = [Case(name, frozenset(), None, "made") for name in unrelated.names(half, INVENTED)]
    return [case for case in real + made if not is_of(name_key(case.query), listed)]


def is_right(trial: Trial, case: Case, answers: Iterable[Answer]) -> bool:
    """Judge the answers to one case, best first."""
    answers = list(answers)
    if trial.rule in ("first", "ten"):
        looked = answers[: 1 if trial.rule == "first" else TEN]
        wanted = set(map(name_key, case.entries))
        return any(name_key(answer.listed_name) in wanted for answer in looked)
    if trial.rule == "nothing":
        return not answers
    if trial.rule == "not same":
        own = [answer for answer in answers if answer.listed_name in case.entries]
        return not any(a.relation == "same" and a.score >= ALERT for a in own)
    return not any(
        answer.score >= ALERT and (not case.entries or answer.listed_name in case.entries)
        for answer in answers
    )


def _writing(writing: str, half: Half) -> Trial:
    cases = [
        Case(party.writings[writing], party.entries)
        for party in sources.listed(half)
        if writing in party.writings
    ]
    return Trial(writing.replace("_", " "), "listed", "first", GATES.get(writing), cases)


def _by_ror() -> list[Case]:
    """Return the listed bodies of both halves: nobody tunes on so few."""
    entries: dict[str, set[str]] = {}
    for row in load_aliases():
        for name in (row.name, *row.names, *row.short, *row.former, *row.english):
            entries.setdefault(name_key(name), set()).add(row.name)
    found = []
    for body in sources.bodies():
        named = entries.get(name_key(body.english)) or entries.get(name_key(body.local))
        if body.listed and body.local and named:
            found.append(Case(body.local, frozenset(named)))
    return found


def _pairs(name: str, half: Half) -> list[Case]:
    return [
        Case(pair.name, frozenset((pair.entry,)), pair.country or None, pair.kind)
        for pair in sources.pairs(name, half)
    ]


def _english_only(half: Half) -> list[Case]:
    """Return Chinese names of bodies whose English name alone is on the list."""
    by_key: dict[str, set[str]] = {}
    for body in sources.bodies():
        by_key.setdefault(name_key(body.english), set()).add(body.english)
    return [
        Case(body.local, frozenset(by_key[name_key(body.english)]), None, body.country)
        for body in sources.bodies(half)
        if body.local and body.country in CHINESE
    ]


def _other_half(half: Half) -> list[Case]:
    """Return Chinese names of bodies of the other half, of which no namesake is in this one."""
    own = {name_key(name) for body in sources.bodies(half) for name in (body.english, body.local)}
    return [
        Case(body.local, frozenset())
        for body in sources.bodies("judge" if half == "tune" else "tune")
        if body.local
        and body.country in CHINESE
        and own.isdisjoint(map(name_key, (body.english, body.local)))
    ]
