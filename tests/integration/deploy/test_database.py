"""Every service has its own schema and role, and no rights elsewhere."""

import psycopg
import pytest
from pydantic import SecretStr

from deploy.database import REPORTER, SERVICES, prepare

pytestmark = pytest.mark.integration
PASSWORDS = {name: SecretStr("made-for-a-test") for name in (*SERVICES, "reporter")}


def _as(dsn, role):
    parts = psycopg.conninfo.conninfo_to_dict(dsn) | {"user": role, "password": "made-for-a-test"}
    return psycopg.connect(**parts, autocommit=True)


async def test_preparing_twice_applies_nothing_the_second_time(database):
    assert await prepare(database, PASSWORDS)
    assert await prepare(database, PASSWORDS) == []


async def test_a_service_reads_its_own_schema_and_no_other(database):
    await prepare(database, PASSWORDS)

    with _as(database, "exportwatch_score") as conn:
        conn.execute("SELECT count(*) FROM score.matter")
        for forbidden in ("SELECT count(*) FROM notify.alert", "CREATE TABLE score.mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(forbidden)


async def test_the_reporter_reads_everything_and_writes_nothing(database):
    await prepare(database, PASSWORDS)

    with _as(database, REPORTER) as conn:
        conn.execute("SELECT count(*) FROM notify.alert")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("DELETE FROM notify.alert")


async def test_nobody_but_the_owner_rewrites_the_audit(database):
    await prepare(database, PASSWORDS)

    with _as(database, "exportwatch_notify") as conn:
        for verb in ("UPDATE notify.alert_event SET body = ''", "DELETE FROM notify.alert_event"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(verb)
