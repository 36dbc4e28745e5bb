"""Makes the secret files that docker-compose.yml mounts: `python3 -m deploy.compose_secrets`.

Standard library only, so that it runs before anything is installed. What exists is kept, but a DSN
is always written from its password: to rotate, delete the password file, run this again, then
`docker compose run --rm migrate` and restart the service.
"""

import secrets
import sys
from pathlib import Path

FOLDER = Path("secrets")
LOGINS = ("ingest", "enrich", "score", "notify", "reporter")
ADDRESS = "postgres:5432/exportwatch"
BYTES = 24


def make(folder: Path) -> list[str]:
    """Write what lacks into the folder and return the names of the new passwords."""
    # Compose mounts the files with the modes they have here: the folder keeps other users of this
    # machine out, the files stay readable for the containers' users.
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    names = ["owner_password", "grafana_password", *(f"{login}_password" for login in LOGINS)]
    made = [name for name in names if _password(folder / name)]
    for login in ("owner", *LOGINS):
        password = (folder / f"{login}_password").read_text(encoding="utf-8").strip()
        _write(folder / f"{login}_dsn", f"postgresql://exportwatch_{login}:{password}@{ADDRESS}")
    return made


def _password(path: Path) -> bool:
    if path.exists():
        return False
    # Hexadecimal digits need no escaping in a DSN.
    _write(path, secrets.token_hex(BYTES))
    return True


def _write(path: Path, value: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(value, encoding="utf-8")
    path.chmod(0o444)


def main() -> None:
    """Make the files and say which are new; never prints a value."""
    made = make(FOLDER)
    sys.stdout.write(f"new in {FOLDER}/: {', '.join(made) or 'nothing'}\n")


if __name__ == "__main__":
    main()
