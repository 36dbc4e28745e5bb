"""A notify process without Kafka that a crash test kills: takes one assessment in, delivers it."""

import asyncio
import os
import sys

from chassis.postgres import make_pool
from services.notify.settings import NotifySettings
from tests.integration.notify.conftest import Bench
from tests.unit.notify.assessments import assessed, later


async def main() -> None:
    """Feed an opening and a paging change, then deliver until all is settled."""
    settings = NotifySettings.from_env(os.environ)
    dsn = settings.postgres_dsn.get_secret_value()
    pool = make_pool(dsn, "crashing", 6)
    await pool.open()
    bench = Bench(dsn, settings, pool)
    first = assessed()
    for data in (first, later(first, stage="award", score=75)):
        for changed in await bench.feed(data):
            sys.stdout.write(changed.model_dump_json() + "\n")
    sys.stdout.flush()
    async with bench.dispatching():
        await bench.settled(30)
    await pool.close()


if __name__ == "__main__":
    asyncio.run(main())
