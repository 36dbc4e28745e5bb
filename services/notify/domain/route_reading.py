"""Reads routes.toml into routes; a name that nothing knows is an error, not a silent no-match."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chassis.errors import Misconfigured
from services.notify.domain.labels import BANDS, KNOWN, labels_from
from services.notify.domain.routing import Matcher, Receiver, Route, Routes, explain

OPERATORS = (">=", "!=", "=", " in ")


class _Receiver(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["slack", "mail"]
    audience: Literal["live", "demo"] = "live"
    fallback: tuple[str, ...] = ()


class _Route(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    when: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    mention: bool = False
    goes_on: Annotated[bool, Field(alias="continue")] = False
    routes: tuple["_Route", ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    receivers: dict[str, _Receiver]
    routes: tuple[_Route, ...] = Field(min_length=1)


def read_routes(text: str) -> Routes:
    """Return the routes of a TOML text; raises Misconfigured saying what to change."""
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as exc:
        raise Misconfigured(f"routes: not TOML: {exc}") from None
    except ValidationError as exc:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors())
        raise Misconfigured(f"routes: {wrong}") from None
    receivers = tuple(
        Receiver(name, r.kind, r.audience, r.fallback) for name, r in file.receivers.items()
    )
    routes = Routes(receivers, tuple(_route(r) for r in file.routes))
    problems = list(_problems(routes))
    if problems:
        raise Misconfigured("routes: " + "; ".join(problems))
    return routes


def routes_test(text: str, labels: Mapping[str, str]) -> list[str]:
    """Return the lines of `exportwatch routes test`: each condition looked at, then who gets it.

    Several values of a label are separated by commas; what is not given is taken from an ordinary
    live alert. Raises Misconfigured for an unknown label or value.
    """
    routes = read_routes(text)
    given = {"mode": "live", "perspective": "on", **labels}
    for name, values in labels_from(given).items():
        if problem := _value_problem(name, tuple(values)):
            raise Misconfigured(f"labels: {problem}")
    routed = explain(routes, labels_from(given))
    to = ", ".join(routed.receivers) or "nobody"
    mention = ", mentioning the on-call" if routed.mention else ""
    return [*routed.steps, f"{routed.why}: goes to {to}{mention}"]


def _route(given: _Route) -> Route:
    return Route(
        name=given.name,
        when=tuple(_matcher(given.name, text) for text in given.when),
        receivers=given.receivers,
        mention=given.mention,
        goes_on=given.goes_on,
        children=tuple(_route(child) for child in given.routes),
    )


def _matcher(route: str, text: str) -> Matcher:
    for op in OPERATORS:
        label, found, value = text.partition(op)
        if found:
            values = tuple(part.strip() for part in value.split(",") if part.strip())
            return Matcher(label.strip(), op.strip(), values)
    raise Misconfigured(f"routes: {route}: `{text}` has none of =, !=, in, >=")


def _problems(routes: Routes) -> Iterator[str]:
    names = {receiver.name for receiver in routes.receivers}
    for receiver in routes.receivers:
        for name in set(receiver.fallback) - names:
            yield f"receiver {receiver.name}: no receiver is called {name}"
    last = routes.routes[-1]
    if last.when or last.goes_on:
        yield f"the last route must take everything: remove `when` of {last.name} or add a route"
    for route in _all(routes.routes):
        yield from (f"{route.name}: {p}" for m in route.when if (p := _matcher_problem(m)))
        for name in set(route.receivers) - names:
            yield f"{route.name}: no receiver is called {name}"
    for early in routes.routes[:-1]:
        if not early.when and not early.goes_on:
            yield f"{early.name} takes everything: no route below it is ever reached"


def _all(routes: tuple[Route, ...]) -> Iterator[Route]:
    for route in routes:
        yield route
        yield from _all(route.children)


def _matcher_problem(matcher: Matcher) -> str | None:
    if not matcher.values:
        return f"`{matcher}` has no value"
    if matcher.op == ">=" and matcher.label != "score":
        return f"`{matcher}`: >= compares scores only; write `{matcher.label} in {_above(matcher)}`"
    return _value_problem(matcher.label, matcher.values)


def _value_problem(label: str, values: tuple[str, ...]) -> str | None:
    if label not in KNOWN:
        return f"unknown label {label}: known are {', '.join(KNOWN)}"
    allowed: Any = KNOWN[label]
    if label == "score" and not all(value.isdecimal() for value in values):
        return f"score takes a whole number, not {', '.join(values)}"
    unknown = sorted(set(values) - allowed) if allowed is not None else []
    return f"{label} is never {', '.join(unknown)}" if unknown else None


def _above(matcher: Matcher) -> str:
    value = matcher.values[0]
    if matcher.label == "band" and value in BANDS:
        return ", ".join(band for band in BANDS[BANDS.index(value) :] if band != "unknown")
    return "the values you mean"
