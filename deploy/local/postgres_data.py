"""The local PostgreSQL's data folder: made once, private, never opened by the wrong version."""

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.errors import Misconfigured
from deploy.local.children import Account, LaunchFailed
from deploy.local.postgres_install import Installation

SUPERUSER = "postgres"
# As another user the server may be unable to walk to its data (a 0700 folder above it). Its working
# directory, entered before the change of user, needs no walk; this link leads to it.
HERE = Path("/proc/self/cwd")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
LEAVING_SECONDS = 10.0


def prepare(data: Path, installation: Installation, durable: bool) -> str:
    """Make the data folder if it does not exist; return the superuser's password.

    Raises Misconfigured for data of another major version or without its password, LaunchFailed if
    initdb fails.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    secret = data.with_name(f"{data.name}.password")
    if _filled(data):
        _check_version(data, installation)
        return _read(secret, data)
    _write(secret, secrets.token_urlsafe(24))
    # Renamed when complete: an interrupted initdb leaves a PG_VERSION too.
    fresh = data.with_name(f".{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if installation.account is not None:
        os.chown(fresh, installation.account.uid, installation.account.gid)
    _initdb(fresh, secret, installation, durable)
    fresh.replace(data)
    return _read(secret, data)


def path_for_server(data: Path, account: Account | None) -> Path:
    """How a server that was started in `data` names it."""
    return data if account is None else HERE


def reclaim(data: Path, patience: float = LEAVING_SECONDS) -> None:
    """Wait for a former server that is still leaving, and remove a lock file proven to be stale.

    `patience` in seconds.

    Raises Misconfigured if a live server holds the data.
    """
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + patience
    while (pid := _locked_by(lock)) is not None and _serves(pid, data):
        if time.monotonic() > deadline:
            raise Misconfigured(
                f"a PostgreSQL with pid {pid} already serves {data}: stop it (kill -INT {pid}), "
                "or choose another folder"
            )
        time.sleep(0.1)
    # Dead, a zombie, or a number given to someone else. PostgreSQL itself would refuse to start on
    # the latter two; that its children are gone it finds out from the shared memory, not from here.
    lock.unlink(missing_ok=True)


def _locked_by(lock: Path) -> int | None:
    try:
        return int(lock.read_text(encoding="ascii").split("\n", maxsplit=1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Whether the process's working directory is the data folder, as every server's is."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except (FileNotFoundError, PermissionError):
        # Ended, a zombie, or another user's: that one could not even open the folder.
        return False


def _filled(data: Path) -> bool:
    try:
        return data.exists() and any(data.iterdir())
    except PermissionError as exc:
        raise Misconfigured(
            f"{data} belongs to uid {data.stat().st_uid}: run as that user or as root, or choose "
            "another folder"
        ) from exc


def _check_version(data: Path, installation: Installation) -> None:
    try:
        found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError as exc:
        raise Misconfigured(
            f"{data} is not empty and holds no PostgreSQL data: choose another folder"
        ) from exc
    if found != installation.major:
        raise Misconfigured(
            f"{data} was made by PostgreSQL {found}, this is {installation.version}: with "
            f"PostgreSQL {found} run `pg_dumpall -f all.sql`, move the folder away, start here and "
            "load it with `psql -f all.sql`; or start anew in another folder"
        )


def _read(secret: Path, data: Path) -> str:
    try:
        return secret.read_text(encoding="ascii").strip()
    except FileNotFoundError as exc:
        raise Misconfigured(
            f"{secret} with the superuser's password of {data} is missing: put it back, or move "
            "the data folder away to start anew"
        ) from exc


def _write(secret: Path, password: str) -> None:
    secret.unlink(missing_ok=True)
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{password}\n")


def _initdb(fresh: Path, secret: Path, installation: Installation, durable: bool) -> None:
    account = installation.account
    with _password_for(account, secret) as (path, descriptors):
        argv = [installation.bin / "initdb", "-D", path_for_server(fresh, account), "-U", SUPERUSER]
        argv += ["--auth=scram-sha-256", f"--pwfile={path}", "-E", "UTF8", "--locale=C.UTF-8"]
        argv += ["--data-checksums", *(() if durable else ("--no-sync",))]
        done = subprocess.run(  # noqa: S603 - no shell
            [str(part) for part in argv],
            cwd=fresh,
            env=ENVIRONMENT,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            pass_fds=descriptors,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise LaunchFailed(
            f"initdb for {fresh} failed, mend what it names and try again:\n{done.stdout}"
        )


@contextmanager
def _password_for(account: Account | None, secret: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path at which initdb can read the password: in memory if its user cannot read our file."""
    if account is None:
        yield str(secret), ()
        return
    descriptor = os.memfd_create("password")
    try:
        os.write(descriptor, secret.read_bytes())
        os.fchown(descriptor, account.uid, account.gid)
        yield f"/proc/self/fd/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)
