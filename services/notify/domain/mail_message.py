"""Renders content as a mail: text first, HTML second, threaded by ids that never change."""

import functools
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from jinja2 import Environment, Template

from contracts.risk import Band
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Claimed, Kind
from services.notify.domain.first_screen import INDICATOR
from services.notify.domain.mail_template import MAIL_HTML
from services.notify.domain.plain_text import clean

SUBJECT = 150
_COLOURS = {Band.CRITICAL: "#b00020", Band.HIGH: "#d9480f", Band.MEDIUM: "#b08900"}


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails are from; `domain` names the message ids and the list."""

    address: str

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2] or "localhost"


def render(claimed: Claimed, sender: Sender) -> EmailMessage:
    """Return the mail of a delivery; the same delivery always has the same Message-ID."""
    content = claimed.content
    message = EmailMessage(policy=SMTP)
    message["From"] = sender.address
    message["To"] = claimed.target
    message["Subject"] = subject(content)
    message["Date"] = format_datetime(content.at)
    message["Message-ID"] = message_id(claimed.id, sender)
    if claimed.kind is not Kind.ROOT and claimed.root is not None:
        message["In-Reply-To"] = message_id(claimed.root, sender)
        message["References"] = message_id(claimed.root, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = f"Exportwatch alerts <alerts.{sender.domain}>"
    message["X-Exportwatch-Alert"] = str(content.alert)
    if claimed.resent:
        message["X-Exportwatch-Possible-Duplicate"] = "yes"
    message.set_content(text(content), cte="quoted-printable")
    message.add_alternative(html(content), subtype="html", cte="quoted-printable")
    return message


def subject(content: Content) -> str:
    """Return the subject, the same for every mail of an alert: readers thread by it too."""
    return clean(f"[{content.reference}] {content.subject}", SUBJECT)


def message_id(delivery: UUID, sender: Sender) -> str:
    """Return the Message-ID of a delivery."""
    return f"<{delivery}@{sender.domain}>"


def text(content: Content) -> str:
    """Return the plain text, the first screen first."""
    news = [f"Changed: {content.news}", ""] if content.news else []
    lines = [content.first_line, "", *news, *map(str, content.lines), ""]
    lines += [f"Open in the console: {content.url}"] if content.url else []
    lines += [f"{content.reference} · {INDICATOR}.", f"Why you got this: {content.why}"]
    return "\n".join(lines) + "\n"


def html(content: Content) -> str:
    """Return the HTML; every value is escaped by the template."""
    return _template().render(
        reference=content.reference,
        indicator=INDICATOR,
        colour=_COLOURS.get(content.band or Band.UNKNOWN, "#4a4a4a"),
        first_line=content.first_line,
        news=content.news,
        lines=content.lines,
        url=content.url,
        why=content.why,
    )


@functools.cache
def _template() -> Template:
    return Environment(autoescape=True).from_string(MAIL_HTML)
