"""A person confirms that a name seen before is a listed party's: people are told, once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.risk import Band
from services.enrich.data.bundle import list_extract
from services.enrich.domain.lists import parse_list
from tests.e2e.running import Running, running
from tests.e2e.test_rescreening import BUYER, all_assessed, any_of, children, feed, parents

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
ENTRY = next(party.name for party in parse_list(list_extract()) if party.list == "EL")
SIGNED = ("--by", "Li Wei", "--why", "The register has both names.")


def lists(run: Running, *arguments: str) -> str:
    environment = {**os.environ, **run.installation.operator_environment()}
    command = [sys.executable, "-m", "deploy.cli", "lists", *arguments]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_confirmed_name_raises_what_was_seen_and_its_revocation_lowers_it(tmp_path):
    with running(tmp_path / "run", {"enrich": 2}) as run:
        feed(run, 1)
        lists(run, "confirm", BUYER, "--list", "EL", "--entry", ENTRY, *SIGNED)
        assert run.until(lambda: all_assessed(run, Band.CRITICAL), 90)
        assert run.until(lambda: "touches 1 matter" in "".join(parents(run)), 60)
        (parent,) = parents(run)
        (raised,) = run.newest_assessments().values()

        decided = lists(run, "decisions").split()[0]
        lists(run, "revoke", decided, *SIGNED)
        assert run.until(lambda: not any_of(run, Band.CRITICAL), 90)
        assert run.until(lambda: not any(t.startswith("CRITICAL") for t in children(run)), 60)
        (lowered,) = run.newest_assessments().values()

    assert f"{BUYER} added (name that a person confirmed)" in parent
    assert raised.rescreening.list_set == "aliases:confirmed"
    matches = [party.match for party in raised.parties if party.match]
    assert [(match.listed_name, match.relation) for match in matches] == [(ENTRY, "same")]
    assert "(confirmed by Li Wei on 20" in matches[0].explanation
    assert lowered.rescreening.reason == "removed"
    # The entry is still on its list: nothing may say that it was removed from it.
    assert not any("removed" in text for text in lowered.counter_evidence)
