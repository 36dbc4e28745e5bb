"""Turns Slack's mrkdwn into safe HTML: links, mentions and emphasis, nothing else."""

import re

from markupsafe import Markup, escape

TOKEN = re.compile(
    r"<(?P<link>[^<>\n]+)>"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)"
)
SAFE_LINK = ("https://", "http://", "mailto:")
EMPHASIS = {
    "code": Markup("<code>{}</code>"),
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
}


def mrkdwn(text: str) -> Markup:
    """Render a mrkdwn string."""
    pieces: list[Markup] = []
    end = 0
    for match in TOKEN.finditer(text):
        pieces.append(plain(text[end : match.start()]))
        pieces.append(_token(match))
        end = match.end()
    pieces.append(plain(text[end:]))
    return Markup().join(pieces)


def plain(text: str) -> Markup:
    """Escape text after undoing the three escapes that Slack itself knows."""
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return escape(text)


def link(url: str, label: str) -> Markup:
    """Link what may be followed safely; anything else is shown as text."""
    if not url.startswith(SAFE_LINK):
        return escape(f"{label} ({url})")
    return Markup('<a href="{}" rel="noreferrer nofollow">{}</a>').format(url, label)


def mention(name: str) -> Markup:
    """Show a user, channel or broadcast the way Slack marks it."""
    return Markup('<span class="mention">{}</span>').format(name)


def _token(match: re.Match[str]) -> Markup:
    kind = match.lastgroup or ""
    if kind != "link":
        return EMPHASIS[kind].format(plain(match[kind]))
    target, _, label = match[kind].partition("|")
    if target[0] in "@#":
        return mention(target[0] + (label or target[1:]))
    if target[0] == "!":
        return mention(label or f"@{target[1:]}")
    return link(target.replace("&amp;", "&"), label or target)
