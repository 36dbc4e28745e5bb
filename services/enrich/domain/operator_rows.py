"""Decisions in a file of the operator (CSV or TOML), for one process without a database."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, get_args

from chassis.errors import Invalid
from services.enrich.data.aliases import load_aliases
from services.enrich.domain.alias_decisions import Decision, Verdict
from services.enrich.domain.decision_check import Ground, checked
from services.enrich.domain.list_cleaning import list_code
from services.enrich.domain.lists import ListedParty

COLUMNS = ("verdict", "name", "list", "entry", "by", "at", "why", "source")
REQUIRED = ("name", "list", "entry", "by", "at", "why")
_ADVICE = f"Its columns are {', '.join(COLUMNS)}; TOML has them in tables [[alias]]."
_REASON = "decision_invalid"


def decisions_in(text: str, name: str, parties: Sequence[ListedParty]) -> list[Decision]:
    """Return the decisions of a file, each checked against the lists and those before it.

    Raises Invalid that names the row and what to correct. Rows without a verdict are confirmed.
    """
    rows = _toml(text, name) if name.lower().endswith(".toml") else _csv(text, name)
    bundled, found = load_aliases(), list[Decision]()
    of_list: dict[str, list[ListedParty]] = {}
    for party in parties:
        of_list.setdefault(party.list, []).append(party)
    for number, row in enumerate(rows, 1):
        try:
            new = _decision(row)
            found.append(checked(new, Ground(of_list.get(new.list, []), bundled, found)))
        except Invalid as error:
            raise Invalid(f"{name}, row {number}: {error}", reason=error.reason) from None
    return found


def _csv(text: str, name: str) -> list[Mapping[str, Any]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
        rows: list[Mapping[str, Any]] = list(reader)
    except csv.Error as error:
        raise Invalid(f"{name} is cut off inside a row.", _REASON) from error
    if missing:
        raise Invalid(f"{name} has no column {', '.join(missing)}. {_ADVICE}", _REASON)
    return rows


def _toml(text: str, name: str) -> list[Mapping[str, Any]]:
    try:
        rows = tomllib.loads(text).get("alias")
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{name} is no TOML: {error}. {_ADVICE}", _REASON) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Invalid(f"{name} has no tables [[alias]]. {_ADVICE}", _REASON)
    return rows


def _decision(row: Mapping[str, Any]) -> Decision:
    given = {column: str(row.get(column) or "").strip() for column in COLUMNS}
    empty = [column for column in REQUIRED if not given[column]]
    if empty:
        raise Invalid(f"{', '.join(empty)} is empty.", _REASON)
    verdict = given["verdict"] or "confirmed"
    known: tuple[Verdict, ...] = get_args(Verdict)
    for each in known:
        if verdict == each:
            return Decision(
                *(given["name"], list_code(given["list"]), given["entry"], each),
                *(given["by"], _moment(row["at"]), given["why"], given["source"]),
            )
    raise Invalid(f"verdict {verdict[:40]!r} is unknown: use {' or '.join(known)}.", _REASON)


def _moment(value: Any) -> datetime:
    """Return the time of a decision; a day alone counts from its beginning in UTC."""
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            found = datetime.combine(value, time())
        else:
            found = (
                value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
            )
    except ValueError:
        raise Invalid(
            f"at {str(value)[:40]!r} is no date: write it as 2026-11-25.", _REASON
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
