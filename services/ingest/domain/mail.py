"""Mails: the body as a notice, the subject as its title, and what is attached."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from typing import cast

from services.ingest.domain.decoding import decode

_HEADER = re.compile(
    r"^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To"
    r"|Content-Type): ?",
    re.IGNORECASE,
)
_LEAST_HEADERS = 2
MAX_ATTACHMENTS = 50
MAX_HEADER = 2_000


@dataclass(frozen=True, slots=True)
class Message:
    """What of a mail can be a notice. Addresses of people are left behind."""

    subject: str
    sent: str
    body: str
    attachments: tuple[bytes, ...]


class _Bounded(EmailPolicy):
    """Headers end where nobody writes on: reading one takes the square of its length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


def is_mail(text: str) -> bool:
    """Tell whether a text begins with the headers of a mail."""
    head = text[:4000].split("\n\n", 1)[0].replace("\r", "").split("\n")
    return bool(_HEADER.match(text)) and sum(bool(_HEADER.match(line)) for line in head) >= (
        _LEAST_HEADERS
    )


def message_of(raw: bytes) -> Message:
    """Return the parts of a mail; a part that is broken is left out."""
    message = cast(EmailMessage, message_from_bytes(raw, policy=_Bounded()))
    body = message.get_body(preferencelist=("html", "plain"))
    parts = list(message.iter_attachments())[:MAX_ATTACHMENTS]
    return Message(
        subject=" ".join(str(message.get("Subject") or "").split()),
        sent=_day(message),
        body=_text(body),
        attachments=tuple(content for part in parts if (content := _bytes(part))),
    )


def _text(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    raw = _bytes(part) or b""
    try:
        content = str(part.get_content())
    except (LookupError, MessageError, ValueError):
        return raw.decode("utf-8", "replace")
    # What is not in the encoding that is declared, or in none, is read like a file.
    return decode(raw) or content if "\ufffd" in content else content


def _bytes(part: MIMEPart) -> bytes | None:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else None


def _day(message: MIMEPart) -> str:
    try:
        # The library reads the header's date already where the header is got.
        return parsedate_to_datetime(str(message.get("Date") or "")).date().isoformat()
    except (ValueError, OverflowError):
        return ""
