"""Bring list sets up to date from their publishers, each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from chassis.clock import Clock, utc_now
from chassis.errors import Invalid, Misconfigured, Transient
from chassis.postgres import Pool
from contracts.lists import ListUpdated
from deploy import list_loading
from deploy.list_download import DownloadSettings, fetch
from services.enrich.adapters import downloads, snapshots
from services.enrich.adapters.snapshots import Terms

Result = Literal["loaded", "unchanged", "refused", "not now"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one address; `detail` says what to do where nothing was loaded."""

    list_set: str
    result: Result
    detail: str = ""
    updated: ListUpdated | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An address and the list set it is for; None: what the content says."""

    url: str
    list_set: str | None = None


async def refresh(
    target: tuple[str, str],
    sources: Mapping[str, Source],
    settings: DownloadSettings,
    *,
    force: bool = False,
    clock: Clock = utc_now,
) -> list[Outcome]:
    """Fetch and load every source; `target` is (DSN of enrich, brokers).

    One that fails leaves the others and its own active snapshot alone.
    """
    dsn, bootstrap = target
    outcomes = []
    for name, source in sources.items():
        terms = Terms(list_set=source.list_set, force=force)
        one = partial(_refreshed, source=source, settings=settings, terms=terms, clock=clock)
        try:
            outcomes.append(await list_loading.ask(dsn, one))
        except (Invalid, Misconfigured) as problem:
            outcomes.append(Outcome(name, "refused", str(problem)))
        except Transient as problem:
            outcomes.append(Outcome(name, "not now", str(problem)))
    await list_loading.announce(dsn, bootstrap)
    return outcomes


async def _refreshed(
    pool: Pool, *, source: Source, settings: DownloadSettings, terms: Terms, clock: Clock
) -> Outcome:
    known = await downloads.mark(pool, source.url)
    fetched = await fetch(source.url, known, settings)
    if fetched.raw is None:
        list_set = known.list_set or source.list_set or ""
        await snapshots.checked(pool, list_set, clock=clock)
        return Outcome(list_set, "unchanged", "the publisher has nothing newer")
    updated = await snapshots.load(pool, fetched.raw, fetched.name, clock=clock, terms=terms)
    mark = replace(fetched.mark, list_set=updated.list)
    await downloads.keep(pool, source.url, mark, clock())
    same = updated.snapshot == updated.previous
    return Outcome(updated.list, "unchanged" if same else "loaded", updated=updated)
