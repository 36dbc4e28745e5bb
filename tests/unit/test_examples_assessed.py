"""Every example, assessed, says what a careful reader wrote down for it."""

import tomllib
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.assess import assess_files
from deploy.assess_json import as_json

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))["record"]
BANDS = ["none", "low", "medium", "high", "critical"]


@pytest.fixture(scope="module")
def assessed():
    lines = assess_files([EXAMPLES / "notices", EXAMPLES / "accounts"], None, datetime.now(UTC))
    found = [as_json(line) for line in lines]
    for each in found:
        each["file"] = str(Path(each["file"]).relative_to(EXAMPLES))
        for link in each.get("links", ()):
            link["file"] = str(Path(link["file"]).relative_to(EXAMPLES))
    return {(each["file"], each["record"]): each for each in found}


def _ids():
    return [f"{e['file']}#{e['record']}" for e in EXPECTED]


PLAIN = (
    *("status", "kind", "stage", "published", "number", "amount_cny", "cancelled"),
    *("unread_content", "total_accelerators"),
)


def _checks(want, got):
    """Yield what differs, a phrase each."""
    for key in PLAIN:
        if key in want and got.get(key) != want[key]:
            yield f"{key}: {got.get(key)!r}, expected {want[key]!r}"
    if "buyer" in want and (got.get("buyer") or {}).get("name") != want["buyer"]:
        yield f"buyer: {got.get('buyer')}"
    for key in ("suppliers", "clouds", "ai_services"):
        if key in want and sorted(got.get(key, [])) != sorted(want[key]):
            yield f"{key}: {got.get(key)}, expected {want[key]}"
    for key, name in (("amount_null", "amount_cny"), ("accelerators_null", "total_accelerators")):
        if want.get(key) and got.get(name) is not None:
            yield f"{name}: {got[name]}, expected none"
    yield from _found(want, got)
    yield from _judgement(want, got)


def _found(want, got):
    if "chips" in want:
        chips = sorted((c["name"], c.get("count")) for c in want["chips"])
        if sorted((c["name"], c["count"]) for c in got.get("chips", [])) != chips:
            yield f"chips: {got.get('chips')}, expected {chips}"
    if "listed" in want:
        listed = sorted((x["list"], x["relation"]) for x in want["listed"])
        if sorted({(x["list"], x["relation"]) for x in got.get("parties_listed", [])}) != listed:
            yield f"listed: {got.get('parties_listed')}, expected {listed}"


def _judgement(want, got):
    band = want.get("band")
    if band in ("null", ["null", "null"]):
        if got.get("band") is not None:
            yield f"band: {got['band']}, expected none at all"
    elif band and got.get("status") == "assessed":
        low, high = (BANDS.index(b) for b in band)
        if got["band"] is None or not low <= BANDS.index(got["band"]) <= high:
            yield f"band: {got['band']} {got['score']}, expected {band} {got['contributions']}"
    linked = {link["file"] for link in got.get("links", ())}
    if missing := set(want.get("links", ())) - linked:
        yield f"links: lacks {missing}"
    if want.get("no_links") and linked:
        yield f"links: {linked}, expected none"


@pytest.mark.parametrize("want", EXPECTED, ids=_ids())
def test_the_example_says_what_its_label_says(assessed, want):
    got = assessed[want["file"], want["record"]]

    assert list(_checks(want, got)) == []


def test_records_of_one_matter_are_one_and_different_ones_are_not(assessed):
    groups = defaultdict(set)
    for want in EXPECTED:
        if "matter" in want:
            groups[want["matter"]].add(assessed[want["file"], want["record"]]["matter"])

    assert {name: len(found) for name, found in groups.items()} == dict.fromkeys(groups, 1)
    assert len(set.union(*groups.values())) == len(groups)


def test_contributions_add_up_in_every_example(assessed):
    for each in assessed.values():
        if each.get("score") is not None:
            assert sum(c["points"] for c in each["contributions"]) == each["score"]
