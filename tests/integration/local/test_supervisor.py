"""The supervisor: order, restarts, liveness, and nothing left however it ends."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local import children
from deploy.local.children import Command, LaunchFailed
from deploy.local.postgres import PostgresServer
from deploy.local.process_spec import Change, ProcessSpec, Restart, State
from deploy.local.supervisor import Supervisor
from tests.integration.local.processes import eventually, gone

pytestmark = pytest.mark.integration

REPOSITORY = Path(__file__).parents[3]
FOREVER = ["sleep", "600"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_each_starts_when_the_one_before_is_ready(tmp_path: Path) -> None:
    changes: list[Change] = []
    flag = tmp_path / "flag"
    specs = [
        ProcessSpec("migrate", python("print('done')"), restart=Restart.TASK),
        ProcessSpec(
            "first", ["sh", "-c", f"sleep 0.3; touch '{flag}'; sleep 600"], ready=flag.exists
        ),
        ProcessSpec("second", FOREVER),
    ]

    with Supervisor(specs, tmp_path / "logs", changes.append) as supervisor:
        supervisor.start()

    assert [(change.name, change.state.value) for change in changes] == [
        *(("migrate", "starting"), ("migrate", "done")),
        *(("first", "starting"), ("first", "ready"), ("second", "starting"), ("second", "ready")),
        *(
            ("second", "stopping"),
            ("first", "stopping"),
            ("second", "stopped"),
            ("first", "stopped"),
        ),
    ]
    assert (tmp_path / "logs" / "migrate.log").read_text() == "done\n"


def test_a_failed_start_says_why_and_stops_the_rest(tmp_path: Path) -> None:
    specs = [
        ProcessSpec("good", FOREVER),
        ProcessSpec("bad", python("raise SystemExit('no key')"), ready=lambda: False),
    ]
    pids: list[int] = []

    with (
        pytest.raises(LaunchFailed, match=r"(?s)bad ended before.*no key"),
        Supervisor(specs, tmp_path, lambda change: pids.append(change.pid or 0)) as supervisor,
    ):
        supervisor.start()

    assert gone(pids[0])


def test_a_crashed_process_comes_back(tmp_path: Path) -> None:
    changes: list[Change] = []
    with Supervisor([ProcessSpec("service", FOREVER)], tmp_path, changes.append) as supervisor:
        supervisor.start()
        first = supervisor.pid("service")
        assert first is not None

        os.kill(first, signal.SIGKILL)
        supervisor.watch(until=lambda: supervisor.pid("service") not in (first, None))

        states = [change.state for change in changes]
    assert states[2:5] == [State.CRASHED, State.WAITING, State.STARTING]


def test_a_crash_loop_backs_off(tmp_path: Path) -> None:
    changes: list[Change] = []
    crashes = python("import time; time.sleep(0.05); raise SystemExit(3)")
    with Supervisor([ProcessSpec("service", crashes)], tmp_path, changes.append) as supervisor:
        supervisor.start()
        supervisor.watch(until=lambda: len([c for c in changes if c.state is State.WAITING]) == 3)

    pauses = [change.detail for change in changes if change.state is State.WAITING]
    assert pauses == [f"starts again in {seconds} s" for seconds in ("0.5", "1", "2")]


def test_a_process_that_hangs_is_killed_and_comes_back(tmp_path: Path) -> None:
    changes: list[Change] = []

    def stuck() -> bool:
        raise ConnectionRefusedError("a probe may raise")

    # Deaf to SIGTERM, as a hanging process may be.
    deaf = python("import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)")
    spec = ProcessSpec("service", deaf, alive=stuck, alive_every=0.1, grace=0.3)
    with Supervisor([spec], tmp_path, changes.append) as supervisor:
        supervisor.start()
        first = supervisor.pid("service")
        supervisor.watch(until=lambda: supervisor.pid("service") not in (first, None))

    assert first is not None
    assert gone(first)
    assert State.HANGING in [change.state for change in changes]


def test_ctrl_c_ends_the_watch_and_a_second_one_the_grace(tmp_path: Path) -> None:
    def impatient(change: Change) -> None:
        if change.state is State.STOPPING:
            os.kill(os.getpid(), signal.SIGINT)

    flag = tmp_path / "deaf"
    deaf = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w'); "
    spec = ProcessSpec(
        "deaf", [*python(deaf + "time.sleep(600)"), flag], ready=flag.exists, grace=120.0
    )
    began = time.monotonic()
    with Supervisor([spec], tmp_path / "logs", impatient) as supervisor:
        supervisor.start()
        os.kill(os.getpid(), signal.SIGINT)
        supervisor.watch()

    assert supervisor.pid("deaf") is None
    assert time.monotonic() - began < 60


def test_a_killed_database_comes_back_on_its_port(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "data", durable=False)
    with Supervisor([], tmp_path, backings={"postgres": server}) as supervisor:
        supervisor.start()
        first, port = server.pid, server.port
        assert first is not None
        os.kill(first, signal.SIGKILL)

        supervisor.watch(until=lambda: server.pid not in (first, None))

        assert server.port == port
    assert server.pid is None


def test_children_start_from_the_main_thread_only(tmp_path: Path) -> None:
    errors: list[Exception] = []

    def start() -> None:
        try:
            children.spawn(Command(FOREVER, log=tmp_path / "log"))
        except RuntimeError as exc:
            errors.append(exc)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert "main thread" in str(errors[0])


class Stack:
    """The program `stack.py`, its pids, and how it ended."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.local.stack", str(folder)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.pids: dict[str, Any] = {}
        for line in self.process.stdout:
            if line.startswith("{"):
                self.pids = json.loads(line)
                break

    def everyone(self) -> list[int]:
        """The processes of the stack, with those that they started."""
        known = [psutil.Process(pid) for pid in self.pids.values()]
        return sorted({p.pid for parent in known for p in (parent, *parent.children(True))})


def test_kill_9_of_the_supervisor_leaves_no_process(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    everyone = stack.everyone()
    assert len(everyone) > 8

    stack.process.kill()
    stack.process.wait()

    assert eventually(lambda: all(gone(pid) for pid in everyone if pid != stack.pids["service"]))
    assert eventually(lambda: gone(stack.pids["service"]))
    again = PostgresServer(tmp_path / "pg data", durable=False)
    again.start()
    again.stop()


def test_sigterm_stops_services_then_kafka_then_postgres(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    everyone = stack.everyone()

    stack.process.terminate()
    out, _ = stack.process.communicate(timeout=30)

    assert stack.process.returncode == 0
    assert [line for line in out.splitlines() if line.endswith("stopped")] == [
        "service stopped",
        "kafka stopped",
        "postgres stopped",
    ]
    assert all(gone(pid) for pid in everyone)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its user")
def test_the_death_signal_survives_a_change_of_user(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from deploy.local.children import *\n"
        "child = spawn(Command(['sleep', '600'], pathlib.Path(sys.argv[1]), "
        "account=Account(65534, 65534)))\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )

    done = subprocess.run(
        [*python(code), str(tmp_path / "log")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert eventually(lambda: gone(int(done.stdout)))
