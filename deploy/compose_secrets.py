"""Makes the secret files that docker-compose.yml mounts: `python3 -m deploy.compose_secrets`.

Standard library only, so that it runs before anything is installed. What exists is kept, but a DSN
is always written from its password: to rotate a service, delete its password, run this again, then
`docker compose run --rm migrate` and restart the service. Your own Slack token goes into the file
`slack_token`; as made here it opens the fake Slack of the demo and nothing else.
"""

import base64
import secrets
import sys
from pathlib import Path

FOLDER = Path("secrets")
LOGINS = ("ingest", "enrich", "score", "notify", "reporter")
ADDRESS = "postgres:5432/exportwatch"
BYTES = 24
FAKE_SLACK_TOKEN = "xoxb-fake-exportwatch"  # noqa: S105  opens nothing but the demo's fake


def make(folder: Path) -> list[str]:
    """Write what lacks into the folder and return the names of the new secrets."""
    # Compose mounts the files with the modes they have here: the folder keeps other users of this
    # machine out, the files stay readable for the containers' users.
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    values = {
        f"{name}_password": secrets.token_hex(BYTES) for name in ("owner", "grafana", *LOGINS)
    }
    # Standard Webhooks: the prefix and base64 of at least 24 bytes.
    values["webhook_secrets"] = f"whsec_{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"
    values["slack_token"] = FAKE_SLACK_TOKEN
    # Compose refuses a file that is missing; empty means that mail needs no login, and that no
    # sender has a secret of its own.
    values |= {"smtp_password": "", "webhook_senders": ""}
    made = [name for name in values if not (folder / name).exists()]
    for name in made:
        _write(folder / name, values[name])
    for login in ("owner", *LOGINS):
        password = (folder / f"{login}_password").read_text(encoding="utf-8").strip()
        # Hexadecimal digits need no escaping in a DSN.
        _write(folder / f"{login}_dsn", f"postgresql://exportwatch_{login}:{password}@{ADDRESS}")
    return made


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
