"""Prepare the one database: schemas, roles with rights on their own schema only, a reporter."""

from collections.abc import Mapping
from pathlib import Path

from psycopg import AsyncConnection, sql
from pydantic import SecretStr

from chassis.migrate import login_role, migrate

SERVICES = ("ingest", "enrich", "score", "notify")
REPORTER = "exportwatch_reporter"
_ROOT = Path(__file__).parents[1] / "services"


def migrations(service: str) -> Path:
    """Folder of a service's migrations."""
    return _ROOT / service / "migrations"


async def prepare(dsn: str, passwords: Mapping[str, SecretStr]) -> list[str]:
    """Migrate every schema as its owner and let each service's role log in.

    `dsn` is of a role that may create roles; `passwords` maps service (and `reporter`) to the
    password of its login role. Returns one line for each thing done.
    """
    done: list[str] = []
    for service in SERVICES:
        done += [
            f"{service}: applied {n}" for n in await migrate(dsn, service, migrations(service))
        ]
    async with await AsyncConnection.connect(dsn, autocommit=True) as conn:
        for service, password in passwords.items():
            role = REPORTER if service == "reporter" else login_role(service)
            await _let_log_in(conn, role, password.get_secret_value())
        if "reporter" in passwords:
            await _let_read(conn)
    return done


async def _let_log_in(conn: AsyncConnection, role: str, password: str) -> None:
    exists = await conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    verb = sql.SQL("ALTER ROLE" if await exists.fetchone() else "CREATE ROLE")
    await conn.execute(
        sql.SQL("{} {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password))
    )


async def _let_read(conn: AsyncConnection) -> None:
    reporter = sql.Identifier(REPORTER)
    for service in SERVICES:
        schema = sql.Identifier(service)
        for right in ("USAGE ON SCHEMA {s}", "SELECT ON ALL TABLES IN SCHEMA {s}"):
            grant = sql.SQL("GRANT ") + sql.SQL(right).format(s=schema)
            await conn.execute(grant + sql.SQL(" TO {}").format(reporter))
