"""Kafka's jars: fetched once, checked against committed hashes, shared by all runs of a user.

`python -m deploy.local.kafka_jars` resolves them anew and rewrites the hashes.
"""

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.errors import Misconfigured, Transient, describe

KAFKA_VERSION = "4.3.1"
SIZE = "43 MB"
PINS = Path(__file__).with_name("kafka_jars.sha256")
RENEW = "python -m deploy.local.kafka_jars"
FETCH_SECONDS = 30

Progress = Callable[[str], None]


def jars(progress: Progress, cache: Path | None = None) -> list[Path]:
    """The jars of the broker, fetched if need be; `progress` is told of what takes long.

    Raises Misconfigured if a jar is not the pinned one, Transient if they cannot be fetched.
    """
    folder = (cache or cache_folder()) / f"kafka-{KAFKA_VERSION}"
    pins = _pins()
    # Without the lock at first: the cache may be somebody else's, and read-only.
    if not _complete(folder, pins):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.with_name(f"{folder.name}.lock"), progress):
            if not _complete(folder, pins):
                progress(f"downloading Kafka {KAFKA_VERSION} ({SIZE})")
                _fetch(folder, pins)
    return [folder / name for name in pins]


def cache_folder() -> Path:
    """EXPORTWATCH_CACHE, else `exportwatch` in the user's cache folder."""
    if chosen := os.environ.get("EXPORTWATCH_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exportwatch"


def _pins() -> dict[str, str]:
    lines = PINS.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _digest(jar: Path) -> str:
    with jar.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _complete(folder: Path, pins: dict[str, str]) -> bool:
    """Whether the folder holds every pinned jar; a damaged one counts as missing."""
    try:
        return all(_digest(folder / name) == digest for name, digest in pins.items())
    except OSError:
        return False


def _fetch(folder: Path, pins: dict[str, str]) -> None:
    # What a killed run left; under the lock nobody else is at work here.
    for abandoned in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    # Resolved beside the target and renamed at the end: others see all of it or nothing.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh = Path(scratch) / "jars"
        _resolve(Path(scratch), fresh)
        check(fresh, pins)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)


def check(fresh: Path, pins: dict[str, str]) -> None:
    """Compare a folder of jars with the pins (name to SHA-256). Raises Misconfigured."""
    found = {jar.name: _digest(jar) for jar in fresh.iterdir()}
    for name in sorted(pins.keys() | found.keys()):
        if found.get(name) == pins.get(name):
            continue
        problem = (
            "has not the pinned SHA-256" if name in pins and name in found else "is not as pinned"
        )
        raise Misconfigured(
            f"{name} {problem} ({PINS.name}: {pins.get(name, 'absent')}, fetched: "
            f"{found.get(name, 'absent')}): try again; if the change is wanted and you trust where "
            f"the jars come from, renew the hashes with `{RENEW}` and review the difference"
        )


def _resolve(scratch: Path, target: Path) -> None:
    target.mkdir()
    kafka = _build(f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}", scratch / "kafka")
    core = next(jar for jar in kafka if jar.name.startswith("log4j-core-"))
    version = core.stem.removeprefix("log4j-core-")
    # On its own: resolved together with the broker, jgo picks kafka-clients 3.8.0.
    binding = _build(f"org.apache.logging.log4j:log4j-slf4j-impl:{version}", scratch / "log4j")
    for jar in (*binding, *kafka):
        shutil.copyfile(jar, target / jar.name)


def _build(endpoint: str, scratch: Path) -> list[Path]:
    """The endpoint's jars, resolved into `scratch` and nowhere else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # jgo writes non-atomically to the Maven cache that all runs share: give it its own.
            from jgo.env import EnvironmentBuilder  # noqa: PLC0415 - 0.4 s, and seldom needed
            from jgo.maven import MavenContext  # noqa: PLC0415

            context = MavenContext(repo_cache=scratch / "m2", timeout=FETCH_SECONDS)
            EnvironmentBuilder(context=context, cache_dir=scratch).from_endpoint(endpoint)
    except Exception as exc:  # jgo raises whatever its HTTP client and its parser raise
        raise Transient(
            f"cannot fetch {endpoint} ({describe(exc)}): connect to the network, or copy "
            f"{cache_folder()} from a machine that has it"
        ) from exc
    # It sorts modular jars into modules/ and the others into jars/.
    return sorted((scratch / "envs").rglob("*.jar"))


@contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("waiting for another run that downloads Kafka")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _renew() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "jars"
        _resolve(Path(scratch), fresh)
        lines = [f"{_digest(jar)}  {jar.name}\n" for jar in sorted(fresh.iterdir())]
    PINS.write_text("".join(lines), encoding="ascii")
    sys.stdout.write(f"{PINS}: {len(lines)} jars\n")


if __name__ == "__main__":
    _renew()
