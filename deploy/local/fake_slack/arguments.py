"""Reads the arguments of a call: query, form or JSON body, as Slack accepts them."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request

from deploy.local.fake_slack.message import Json
from deploy.local.fake_slack.refusal import Refused

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


async def read_arguments(request: Request) -> Json:
    """Return the arguments of the call by name."""
    arguments: Json = dict(request.query_params)
    body = await request.body()
    if not body:
        return arguments
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON_TYPE:
        return arguments | _json_body(body)
    if kind == FORM_TYPE:
        return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    raise Refused("invalid_post_type")


def token_of(request: Request, arguments: Json) -> str | None:
    """Return the token from the header, or from the argument that forms may use."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    given = arguments.pop("token", None)
    return given if isinstance(given, str) else None


def object_list(arguments: Json, name: str, error: str) -> list[Json] | None:
    """Return a list argument, which a form carries as JSON text."""
    value = _decoded(arguments.get(name), error)
    if value is not None and not isinstance(value, list):
        raise Refused(error)
    return value


def mapping(arguments: Json, name: str, error: str) -> Json | None:
    """Return an object argument, which a form carries as JSON text."""
    value = _decoded(arguments.get(name), error)
    if value is not None and not isinstance(value, dict):
        raise Refused(error)
    return value


def _decoded(value: object, error: str) -> object:
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return without_surrogates(value)
    except ValueError as unreadable:
        raise Refused(error) from unreadable


def _json_body(body: bytes) -> Json:
    try:
        value = without_surrogates(body.decode("utf-8", "replace"))
    except ValueError as error:
        raise Refused("invalid_json") from error
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


def without_surrogates(text: str) -> object:
    """Decode JSON; a lone surrogate in it becomes "?", since no answer could carry it."""
    decoded = json.dumps(json.loads(text), ensure_ascii=False)
    found: object = json.loads(decoded.encode("utf-8", "replace"))
    return found
