"""`python -m services.ingest`: run the intake."""

import asyncio
import os
import sys

from chassis.errors import Misconfigured
from services.ingest.app import serve
from services.ingest.settings import IngestSettings

if __name__ == "__main__":
    try:
        asyncio.run(serve(IngestSettings.from_env(os.environ)))
    except Misconfigured as exc:
        print(f"cannot start: {exc}", file=sys.stderr)
        raise SystemExit(2) from None
