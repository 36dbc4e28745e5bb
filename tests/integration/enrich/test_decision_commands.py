"""`exportwatch lists gaps, confirm, reject, revoke, decisions` as an operator types them."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chassis.postgres import Pool
from contracts.envelope import Mode
from deploy.local.kafka import KafkaBroker
from services.enrich.adapters import gap_reading, snapshots
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.handlers import enriched
from tests.integration.enrich.conftest import csl
from tests.integration.enrich.seen_events import attributes, received
from tests.integration.enrich.test_bridges import at
from tests.integration.enrich.test_list_commands import Run, lists, objects
from tests.integration.enrich.test_rescreening import Place

__all__ = ["lists"]

pytestmark = pytest.mark.integration

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
COMPANY, NAME = "Lanhe Kunyu Technology Co., Ltd.", "蓝鹤鲲宇科技有限公司"
SIGNED = ("--by", "Li Wei", "--why", "The register has both names.")


async def see(pool: Pool, *modes: Mode) -> None:
    """Load the list, then receive a notice of the name in each mode."""
    await snapshots.load(pool, csl([COMPANY, "Somebody Else"]), "list.json", clock=at(NOW))
    enricher = await Place(pool).current()
    for number, mode in enumerate(modes):
        data = received(NAME, text=f"采购{number + 1}张NVIDIA A100 GPU")
        made = enriched(enricher, attributes(data, mode), data)
        await PostgresMemory(pool).remember([made.seen])


async def test_names_are_counted_over_events_that_matched_but_not_over_demonstrations(
    pool: Pool,
) -> None:
    await see(pool, Mode.LIVE, Mode.SHADOW, Mode.DEMO)
    (found,) = await gap_reading.seen_parties(pool, 10)
    assert (found.name, found.times, len(found.matters)) == (NAME, 2, 2)
    assert await gap_reading.seen_parties(pool, 0) == []


async def test_an_operator_reviews_confirms_and_revokes(
    pool: Pool, lists: Run, kafka: KafkaBroker, tmp_path: Path
) -> None:
    assert "no published list" in lists("gaps").stderr
    await see(pool, Mode.LIVE, Mode.LIVE)
    seen, *listed = objects(lists("gaps", "--json"))
    assert (seen["name"], seen["times"], seen["tier"]) == (NAME, 2, "licence")
    assert {each["entry"] for each in listed} == {COMPANY, "Somebody Else"}
    assert f"lists confirm '{NAME}'" in lists("gaps", "--limit", "1").stdout
    assert objects(lists("gaps", "--list", "SDN", "--json")) == []

    proposed = shlex.split(str(seen["confirm"]))
    assert proposed[:3] == ["exportwatch", "lists", "confirm"]
    by_hand = [each if each != "YOUR NAME" else "Li Wei" for each in proposed[2:]]
    (confirmed,) = objects(lists(*by_hand, "--json"))
    assert (confirmed["did"], confirmed["entry"]) == ("confirmed", COMPANY)
    assert [each["entry"] for each in objects(lists("gaps", "--json"))] == ["Somebody Else"]
    status = {each["list_set"]: each["counts"] for each in objects(lists("status", "--json"))}
    assert status["aliases:confirmed"] == {"CONFIRMED": 1}

    again = lists("reject", NAME, "--list", "EL", "--entry", COMPANY, *SIGNED)
    assert again.returncode == 1
    assert f"lists revoke {confirmed['id']}" in again.stderr
    rows = lists("decisions", "--csv").stdout
    assert rows.splitlines()[0] == "verdict,name,list,entry,by,at,why,source"
    assert f'confirmed,{NAME},EL,"{COMPANY}",Li Wei,' in rows

    assert lists("revoke", str(confirmed["id"]), *SIGNED).returncode == 0
    assert "nothing was decided" in lists("decisions").stdout
    assert "revoked by Li Wei" in lists("decisions", "--revoked").stdout
    (seen_again, *_) = objects(lists("gaps", "--json"))
    assert seen_again["name"] == NAME


def test_the_set_of_decisions_is_made_and_removed_by_no_other_command(lists: Run) -> None:
    refused = lists("load", "own.csv", "--set", "aliases:confirmed")
    assert refused.returncode == 1
    assert "lists revoke" in lists("remove", "aliases:confirmed", "--force").stderr
