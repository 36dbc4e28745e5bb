"""Slack's limits on text, blocks and metadata, with the errors it answers."""

import json
import re
from collections.abc import Callable, Iterator

from deploy.local.fake_slack.message import Json
from deploy.local.fake_slack.refusal import Refused

MAX_TEXT = 40_000
# chat.update is stricter: it counts bytes, after & < > were escaped.
MAX_UPDATE_TEXT_BYTES = 4_000
MAX_BLOCKS = 50
# Undocumented, measured by users (slackapi/bolt-js#2509): all block text together.
MAX_BLOCK_TEXT = 13_200
MAX_METADATA_BYTES = 8_192
TEXT_KINDS = ("plain_text", "mrkdwn")
EVENT_TYPE = re.compile(r"[A-Za-z0-9_.\-]{1,255}")
BLOCK_TYPES = frozenset(
    [
        "actions",
        "alert",
        "call",
        "card",
        "carousel",
        "container",
        "context",
        "context_actions",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "markdown",
        "plan",
        "rich_text",
        "section",
        "table",
        "task_card",
        "video",
    ]
)

Problems = Iterator[str]


def cut_text(text: str) -> str:
    """Cut a posted text where Slack cuts it."""
    return text[:MAX_TEXT]


def check_update_text(text: str) -> None:
    """Refuse an edit whose text is longer than an edit may be."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(escaped.encode()) > MAX_UPDATE_TEXT_BYTES:
        raise Refused("msg_too_long")


def check_metadata(metadata: Json) -> None:
    """Refuse metadata that is not an event with a payload of plain values."""
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(event_type, str) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_format")
    if not EVENT_TYPE.fullmatch(event_type) or not all(map(_is_plain, payload.values())):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > MAX_METADATA_BYTES:
        raise Refused("metadata_too_large")


def check_blocks(blocks: list[Json], rejected_types: frozenset[str]) -> None:
    """Refuse blocks that Slack would not render, saying where and why."""
    problems = list(_block_list_problems(blocks, rejected_types))
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise Refused("invalid_blocks", errors=problems, response_metadata={"messages": messages})
    if sum(map(len, _texts(blocks))) > MAX_BLOCK_TEXT:
        raise Refused("msg_blocks_too_long")


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    # null is not among the types that Slack lists for a payload
    return isinstance(value, str | int | float | bool)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def _block_list_problems(blocks: list[Json], rejected_types: frozenset[str]) -> Problems:
    if len(blocks) > MAX_BLOCKS:
        yield f"no more than {MAX_BLOCKS} items allowed [json-pointer:/blocks]"
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(set(map(str, ids))) < len(ids):
        yield "block_id must be unique [json-pointer:/blocks]"
    for index, block in enumerate(blocks):
        yield from _block_problems(block, f"/blocks/{index}", rejected_types)


def _block_problems(block: object, at: str, rejected_types: frozenset[str]) -> Problems:
    if not isinstance(block, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    kind = block.get("type")
    if kind not in BLOCK_TYPES or kind in rejected_types:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from _length(block.get("block_id", ""), 255, f"{at}/block_id")
    yield from CHECKS.get(str(kind), _nothing)(block, at)


def _nothing(block: Json, at: str) -> Problems:
    return iter(())


def _length(value: object, most: int, at: str) -> Problems:
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{at}]"


def _text(value: object, most: int, at: str, kinds: tuple[str, ...] = TEXT_KINDS) -> Problems:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"must be a {' or '.join(kinds)} object [json-pointer:{at}]"
    elif not value.get("text"):
        yield f"must be more than 0 characters [json-pointer:{at}/text]"
    else:
        yield from _length(value["text"], most, f"{at}/text")


def _items(value: object, most: int, at: str) -> tuple[list[object], list[str]]:
    if not isinstance(value, list) or not value:
        return [], [f"must have at least 1 item [json-pointer:{at}]"]
    if len(value) > most:
        return value, [f"no more than {most} items allowed [json-pointer:{at}]"]
    return value, []


def _header(block: Json, at: str) -> Problems:
    return _text(block.get("text"), 150, f"{at}/text", ("plain_text",))


def _alert(block: Json, at: str) -> Problems:
    yield from _text(block.get("text"), 3_000, f"{at}/text")
    if block.get("level", "default") not in {"default", "info", "warning", "error", "success"}:
        yield f"unknown level [json-pointer:{at}/level]"


def _section(block: Json, at: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield f"missing required field: text or fields [json-pointer:{at}]"
    if "text" in block:
        yield from _text(block["text"], 3_000, f"{at}/text")
    if "fields" in block:
        fields, problems = _items(block["fields"], 10, f"{at}/fields")
        yield from problems
        for index, field in enumerate(fields):
            yield from _text(field, 2_000, f"{at}/fields/{index}")


def _context(block: Json, at: str) -> Problems:
    elements, problems = _items(block.get("elements"), 10, f"{at}/elements")
    yield from problems
    for index, element in enumerate(elements):
        if not isinstance(element, dict) or element.get("type") != "image":
            yield from _text(element, 3_000, f"{at}/elements/{index}")


def _actions(block: Json, at: str) -> Problems:
    elements, problems = _items(block.get("elements"), 25, f"{at}/elements")
    yield from problems
    for index, element in enumerate(elements):
        where = f"{at}/elements/{index}"
        if not isinstance(element, dict):
            yield f"must be an object [json-pointer:{where}]"
            continue
        if element.get("type") == "button":
            yield from _text(element.get("text"), 75, f"{where}/text", ("plain_text",))
        for key, most in (("action_id", 255), ("value", 2_000), ("url", 3_000)):
            yield from _length(element.get(key, ""), most, f"{where}/{key}")


def _rich_text(block: Json, at: str) -> Problems:
    known = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    elements, problems = _items(block.get("elements"), 1_000, f"{at}/elements")
    yield from problems
    for index, element in enumerate(elements):
        where = f"{at}/elements/{index}"
        if not isinstance(element, dict) or element.get("type") not in known:
            yield f"unsupported rich_text element [json-pointer:{where}]"
        elif not isinstance(element.get("elements"), list):
            yield f"missing required field: elements [json-pointer:{where}]"
        else:
            yield from _inline(element["elements"], f"{where}/elements")


def _inline(elements: list[object], at: str) -> Problems:
    for index, element in enumerate(elements):
        if not isinstance(element, dict) or not isinstance(element.get("type"), str):
            yield f"missing required field: type [json-pointer:{at}/{index}]"
        elif element["type"] == "text" and not isinstance(element.get("text"), str):
            yield f"missing required field: text [json-pointer:{at}/{index}]"
        elif isinstance(element.get("elements"), list):
            yield from _inline(element["elements"], f"{at}/{index}/elements")


def _markdown(block: Json, at: str) -> Problems:
    return _length(block.get("text"), 12_000, f"{at}/text")


CHECKS: dict[str, Callable[[Json, str], Problems]] = {
    "header": _header,
    "alert": _alert,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "markdown": _markdown,
}
