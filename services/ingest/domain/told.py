"""What one record tells of an account event, and how records of one operation become one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from contracts.accounts import AccountReceived, InstanceRequest
from contracts.ids import account_matter, root_id
from contracts.tenders import Source
from services.ingest.domain.asks import Counts, requests
from services.ingest.domain.loose import text, word
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.moments import instant
from services.ingest.domain.parser import PARSER

NOT_OURS = "no accelerator, AI use or account life cycle"
NO_TYPE = "names no instance type with accelerators"
NO_CAPACITY = "asks for no capacity"
TEMPLATE = "a template alone starts nothing"
NOTHING = "other"
"""Kind of a record that is about neither accelerators, AI nor accounts by itself."""
OUTCOME = "outcome"
"""Named as uncertain while no record says how the operation ended."""
SERVICE = "service"
"""Named as uncertain where a record does not say which service an account of a vendor is for."""
_OF_A_PROJECT = re.compile(r"project|tender|customer", re.IGNORECASE)
_MATTERS = lru_cache(maxsize=4096)(account_matter)


@dataclass(slots=True)
class Told:
    """A vendor's record, read.

    `native` is the vendor's id of the record, `key` that of the operation of which it is one of
    several records; `alone` keeps its own id where no other record of the operation came.
    """

    provider: str
    operation: str
    native: str | None
    account: str | None
    when: Any
    kind: str = NOTHING
    key: str | None = None
    alone: bool = False
    region: Any = None
    counts: Counts = field(default_factory=dict)
    models: tuple[Any, ...] = ()
    tokens: int | None = None
    failed: bool = False
    error: Any = None
    ended: bool = True
    tags: tuple[Any, ...] = ()
    name: Any = None
    uncertain: tuple[str, ...] = ()


def received(told: Told, source: Source) -> AccountReceived:
    """Return the event; what could not be read is absent and named in `uncertain`."""
    native = word(told.native) or f"{source.sha256}#{source.record}"
    occurred = instant(told.when)
    return AccountReceived(
        **_identity(told, native),
        kind=told.kind,
        operation=told.operation,
        occurred=occurred or source.received_at,
        region=word(told.region),
        instances=requests(told.counts) if told.counts else (),
        ai_models=tuple(filter(None, map(word, told.models))),
        tokens=told.tokens,
        attempted_only=told.failed,
        error=(word(told.error) or "failed") if told.failed else None,
        account_name=_account_name(told.name) if told.name else None,
        project_tags=project_tags(told.tags) if told.tags else (),
        source=source,
        uncertain=_unsure(told, occurred),
        parser_version=PARSER,
    )


def _identity(told: Told, native: str) -> dict[str, Any]:
    """Which event of which account this is: the account created or used, not the caller's."""
    account = f"{told.provider}:{word(told.account) or 'none:' + native}"
    return {
        "event": event_id(told.provider, (not told.alone and told.key) or native),
        "matter": _MATTERS(account),
        "account": account,
        "provider": told.provider,
        "native_id": native,
    }


def _account_name(stated: Any) -> str | None:
    """The name of an account created, unless its vendor hid it, with contacts covered."""
    name = text(stated)
    return mask(name) if name and "*" not in name and "HIDDEN" not in name else None


def _unsure(told: Told, occurred: datetime | None) -> tuple[str, ...]:
    found = [*told.uncertain]
    found += [] if word(told.native) else ["native_id"]
    found += [] if occurred else ["occurred"]
    return (*found, *([] if told.ended else [OUTCOME]))


def event_id(provider: str, key: str) -> UUID:
    """Return the id of an event: the vendor's id makes it one in whatever file it comes."""
    return root_id("account-event", provider, key)


def of_projects(tags: Iterable[tuple[Any, Any]]) -> tuple[Any, ...]:
    """Return the values of tags whose key says that they name a project."""
    return tuple(value for key, value in tags if _OF_A_PROJECT.search(str(key)))


def project_tags(values: Iterable[Any]) -> tuple[str, ...]:
    """Return texts that may name a project; one that holds a person's address names none."""
    printed = [value for each in values if (value := text(each))]
    return tuple(dict.fromkeys(value for value in printed if _names_a_project(value)))


@lru_cache(maxsize=4096)
def _names_a_project(value: str) -> bool:
    return "*" not in value and COVER not in mask(value)


def united(
    records: Iterable[tuple[str | None, AccountReceived]],
) -> list[AccountReceived]:
    """Return the event of each record: records of one key tell one event, each all of it."""
    found = list(records)
    whole: dict[str, AccountReceived] = {}
    for key, data in found:
        if key:
            before = whole.get(key)
            whole[key] = joined(before, data) if before else data
    return [whole[key] if key else data for key, data in found]


def joined(one: AccountReceived, other: AccountReceived) -> AccountReceived:
    """Return what two records of one operation tell together, whichever came first.

    A success settles the operation, then a failure; else it stays open.
    """
    base, more = (other, one) if one.kind == NOTHING != other.kind else (one, other)
    failed, unsure = _ending(base, more)
    named = more if ":none:" in base.account else base
    kind = more.kind if SERVICE in {*base.uncertain} - {*more.uncertain} else base.kind
    return base.model_copy(
        update={
            **{name: getattr(named, name) for name in ("event", "matter", "account", "native_id")},
            "kind": kind,
            "occurred": min(base.occurred, more.occurred),
            "region": base.region or more.region,
            "instances": _instances(base, more),
            "ai_models": tuple(dict.fromkeys((*base.ai_models, *more.ai_models))),
            "tokens": base.tokens if base.tokens is not None else more.tokens,
            "attempted_only": failed,
            "account_name": base.account_name or more.account_name,
            "error": (base.error or more.error) if failed else None,
            "project_tags": tuple(dict.fromkeys((*base.project_tags, *more.project_tags))),
            "uncertain": unsure,
        }
    )


def _ending(base: AccountReceived, more: AccountReceived) -> tuple[bool, tuple[str, ...]]:
    """Whether the operation failed, and what stays unsure: nothing that one of the two knows."""
    ended = [each for each in (base, more) if OUTCOME not in each.uncertain]
    failed = bool(ended) and all(each.attempted_only for each in ended)
    known = {OUTCOME, SERVICE} - ({*base.uncertain} & {*more.uncertain})
    unsure = dict.fromkeys((*base.uncertain, *more.uncertain))
    return failed, tuple(name for name in unsure if name not in known)


def _instances(base: AccountReceived, more: AccountReceived) -> tuple[InstanceRequest, ...]:
    """Types of both; a known number stands before an unknown one."""
    found = {each.instance_type: each for each in more.instances}
    for each in base.instances:
        before = found.get(each.instance_type)
        if before is None or each.count is not None:
            found[each.instance_type] = each
    return tuple(found.values())
