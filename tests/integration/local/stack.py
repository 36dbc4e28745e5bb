"""A supervised stack in a process of its own, for the tests that kill it: `python -m ... FOLDER`.

Prints the pids as one JSON line when all is ready, then each change of state.
"""

import json
import os
import sys
from pathlib import Path

from deploy.local.kafka import KafkaBroker
from deploy.local.postgres import PostgresServer
from deploy.local.process_spec import Change, ProcessSpec
from deploy.local.supervisor import Backing, Supervisor

# A service with a child of its own, to see that the whole group ends.
SERVICE = "import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)"


def tell(change: Change) -> None:
    """One change a line."""
    print(change.name, change.state, flush=True)


def main(folder: Path) -> None:
    """Run until told to stop."""
    postgres = PostgresServer(folder / "pg data", durable=False)
    kafka = KafkaBroker(folder / "kafka data")
    service = ProcessSpec("service", [sys.executable, "-c", SERVICE])
    backings: dict[str, Backing] = {"postgres": postgres, "kafka": kafka}
    with Supervisor([service], folder / "logs", tell, backings) as supervisor:
        supervisor.start()
        pids = {"postgres": postgres.pid, "kafka": kafka.pid, "service": supervisor.pid("service")}
        print(json.dumps({**pids, "supervisor": os.getpid()}), flush=True)
        supervisor.watch()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
