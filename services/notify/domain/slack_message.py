"""Renders content for Slack on three rungs, so that formatting can never lose an alert.

Untrusted text stands only in rich_text text elements and plain_text objects, which Slack does not
interpret; the top-level text, which screen readers read, is escaped. Limits: Slack's block
reference, and 4,000 bytes of text in an edit.
"""

from typing import Any
from uuid import UUID

from contracts.risk import Band
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Kind, Rung
from services.notify.domain.first_screen import INDICATOR
from services.notify.domain.plain_text import clean, cut, escaped_within

Json = dict[str, Any]

EVENT_TYPE = "export_alert"
HEADER = 150
SECTION = 2900
CONTEXT = 500
TEXT_BYTES = 3900
_LEVELS = {Band.CRITICAL: "error", Band.HIGH: "error", Band.MEDIUM: "warning"}


def render(kind: Kind, content: Content, rung: Rung, mention: str | None) -> Json:
    """Return the arguments of chat.postMessage or chat.update without channel and ts.

    `mention` is `here`, a user id (U...) or a user group id (S...), used if the content asks.
    """
    called = mention if content.mention else None
    shown = _note_lines(content) if kind is Kind.NOTE else _lines(content)
    arguments: Json = {
        "text": _text(shown, called if rung is Rung.TEXT else None),
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if rung is not Rung.TEXT:
        arguments["blocks"] = _blocks(kind, content, rung, called)
    elif kind is Kind.EDIT:
        # Without an empty list an edit keeps the blocks that were refused or are old.
        arguments["blocks"] = []
    return arguments


def metadata(delivery: UUID) -> Json:
    """Return the metadata by which a read-back finds the message: readable by all, so only ids."""
    return {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": str(delivery)}}


def _blocks(kind: Kind, content: Content, rung: Rung, called: str | None) -> list[Json]:
    if kind is Kind.NOTE:
        return [_rich([(None, content.news)], called)]
    if rung is Rung.PLAIN_BLOCKS:
        body = cut("\n".join(_lines(content)[1:]), SECTION)
        head = _plain(cut(content.first_line, HEADER))
        blocks = [{"type": "header", "text": head}, {"type": "section", "text": _plain(body)}]
        return [*blocks, *([_rich([], called)] if called else [])]
    level = _LEVELS.get(content.band or Band.UNKNOWN, "info")
    rows: list[tuple[str | None, str]] = [("Changed", content.news)] if content.news else []
    rows += [(line.label, line.text) for line in content.lines]
    # The buttons (acknowledge, assign, dispose) will stand between the text and the context.
    return [
        {"type": "alert", "text": _plain(content.first_line), "level": level},
        _rich(rows, called),
        {"type": "context", "elements": [_plain(_context(content))]},
    ]


def _rich(rows: list[tuple[str | None, str]], called: str | None) -> Json:
    elements: list[Json] = []
    if called:
        elements += [_mention(called), {"type": "text", "text": "\n"}]
    for number, (label, text) in enumerate(rows):
        if label:
            bold = {"bold": True}
            elements.append({"type": "text", "text": f"{label}  ", "style": bold})
        end = "\n" if number < len(rows) - 1 else ""
        elements.append({"type": "text", "text": f"{text}{end}"})
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }


def _mention(called: str) -> Json:
    if called == "here":
        return {"type": "broadcast", "range": "here"}
    if called.startswith("S"):
        return {"type": "usergroup", "usergroup_id": called}
    return {"type": "user", "user_id": called}


def _mention_text(called: str) -> str:
    if called == "here":
        return "<!here> "
    return f"<!subteam^{called}> " if called.startswith("S") else f"<@{called}> "


def _lines(content: Content) -> list[str]:
    news = [f"Changed: {content.news}"] if content.news else []
    return [content.first_line, *news, *map(str, content.lines), _context(content)]


def _note_lines(content: Content) -> list[str]:
    return [content.news]


def _text(lines: list[str], called: str | None) -> str:
    prefix = _mention_text(called) if called else ""
    return prefix + escaped_within("\n".join(lines), TEXT_BYTES - len(prefix))


def _context(content: Content) -> str:
    parts = [content.reference, INDICATOR, content.why, content.url or ""]
    return clean(" · ".join(part for part in parts if part), CONTEXT)


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text or "-", "emoji": False}
