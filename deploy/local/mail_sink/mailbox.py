"""Keeps each mail as an .eml file beside a .json file with its envelope."""

import threading
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from pydantic import BaseModel


class Envelope(BaseModel):
    """What SMTP said about a mail, which the mail itself does not tell."""

    envelope_from: str
    rcpts: list[str]
    received_at: datetime
    tls: bool = False


class Mail(Envelope):
    """A mail as GET /control/mails lists it."""

    number: int
    message_id: str | None
    in_reply_to: str | None
    references: list[str]
    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str | None


class Mailbox:
    """A folder of mails, numbered from 1 in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        """Go on where a killed sink stopped."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        self._last = max((int(path.stem) for path in folder.glob("*.eml")), default=0)

    def keep(self, raw: bytes, sender: str, rcpts: list[str], *, tls: bool) -> None:
        """Store a mail; nothing in its content can make this fail."""
        envelope = Envelope(
            envelope_from=sender, rcpts=rcpts, received_at=datetime.now(UTC), tls=tls
        )
        with self._lock:
            self._last += 1
            self.path(self._last, "eml").write_bytes(raw)
            # The envelope comes last: a mail without one was cut off by a kill.
            self.path(self._last, "json").write_text(envelope.model_dump_json(), "utf-8")

    def mails(self) -> list[Mail]:
        """Return every mail, oldest first."""
        with self._lock:
            numbers = sorted(int(path.stem) for path in self._folder.glob("*.json"))
            return [self._read(number) for number in numbers]

    def path(self, number: int, kind: str) -> Path:
        """Return where one of the two files of a mail lies."""
        return self._folder / f"{number:06d}.{kind}"

    def reset(self) -> None:
        """Delete every mail of the folder, and no other file."""
        with self._lock:
            for path in self._folder.iterdir():
                if path.stem.isdecimal() and path.suffix in {".eml", ".json"}:
                    path.unlink()
            self._last = 0

    def _read(self, number: int) -> Mail:
        envelope = Envelope.model_validate_json(self.path(number, "json").read_bytes())
        message = message_from_bytes(self.path(number, "eml").read_bytes(), policy=policy.default)
        return Mail(
            **envelope.model_dump(),
            number=number,
            message_id=_header(message, "Message-ID"),
            in_reply_to=_header(message, "In-Reply-To"),
            references=(_header(message, "References") or "").split(),
            subject=_header(message, "Subject") or "",
            headers=[(name, _sendable(str(value))) for name, value in message.items()],
            text=_part(message, "plain") or "",
            html=_part(message, "html"),
        )


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return None if value is None else _sendable(str(value).strip())


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return None
    try:
        return _sendable(str(part.get_content()))
    except LookupError:  # a charset that nobody knows
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)


def _sendable(text: str) -> str:
    # Undecodable bytes come as lone surrogates, which neither JSON nor HTML can carry.
    return text.encode("utf-8", "replace").decode()
