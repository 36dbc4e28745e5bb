"""Numbered institutes of a group under every name of the group: 中电科13所, 航天科技集团771所."""

import re
from collections.abc import Iterable, Mapping

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.screening.keys import exact_key, form_key

SHORTEST_GROUP = 3
"""Characters of a group's name; two would meet by chance."""

LONE_NUMBER = 3
"""Digits of an institute's number that is unique in its group, whatever its academy."""

_INSTITUTE = re.compile(r"(?:有限)?(?:公司)?((?:\d+院)?(\d+)所)")


def group_names(rows: Iterable[AliasRow]) -> dict[str, tuple[str, ...]]:
    """Return every Chinese name of each group of companies -> all its names, as keys."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        printed = (*row.names, *row.former, *row.short)
        if row.kind != "company" or not any("集团" in name for name in row.names):
            continue
        keys = {key for name in printed for key in (exact_key(name), form_key(name))}
        keys |= {f"{form_key(name)}集团" for name in row.names if "集团" in name}
        names = tuple(sorted(key for key in keys if len(key) >= SHORTEST_GROUP))
        found.update({name: (*found.get(name, ()), *names) for name in names})
    return found


def institute_keys(key: str, groups: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the keys an institute has under the other names of its group; none if it has none."""
    if not key.endswith("所"):
        return set()
    longest = next((key[:n] for n in range(len(key) - 1, 2, -1) if key[:n] in groups), "")
    found = _INSTITUTE.fullmatch(key, len(longest)) if longest else None
    if found is None:
        return set()
    tails = {found[1]} | ({f"{found[2]}所"} if len(found[2]) >= LONE_NUMBER else set())
    return {f"{name}{tail}" for name in groups[longest] for tail in tails} - {key}
