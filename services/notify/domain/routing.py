"""Who gets an alert: a tree of routes tried from the top, like Alertmanager's."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.envelope import Mode
from services.notify.domain.labels import Labels

PAGING_MODES = frozenset({str(Mode.LIVE), str(Mode.DEMO)})
MENTION_BANDS = frozenset({"high", "critical"})


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label: `=`, `!=`, `in` (any of), `>=` (numbers)."""

    label: str
    op: str
    values: tuple[str, ...]

    def holds(self, labels: Labels) -> bool:
        """Whether the labels fulfil it; a label without a value only fulfils `!=`."""
        given = labels.get(self.label, frozenset())
        if self.op == ">=":
            return any(float(value) >= float(self.values[0]) for value in given)
        return bool(given & set(self.values)) is not (self.op == "!=")

    def __str__(self) -> str:
        """The condition as the file writes it."""
        return f"{self.label} {self.op} {', '.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A name for where messages go; `audience` is `live` or `demo`."""

    name: str
    kind: str
    audience: str = "live"
    fallback: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A node: if all of `when` holds, the first fitting child decides, else its own receivers."""

    name: str
    when: tuple[Matcher, ...] = ()
    receivers: tuple[str, ...] = ()
    mention: bool = False
    goes_on: bool = False
    children: tuple["Route", ...] = ()


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes in order, the last one a catch-all, and every receiver they name."""

    receivers: tuple[Receiver, ...]
    routes: tuple[Route, ...]

    def receiver(self, name: str) -> Receiver:
        """Return the receiver of that name; reading the file made sure that it exists."""
        return next(receiver for receiver in self.receivers if receiver.name == name)


@dataclass(frozen=True, slots=True)
class Routed:
    """Where an alert goes and why: `path` names the routes, `steps` every condition looked at."""

    receivers: tuple[str, ...]
    mention: bool
    path: str
    why: str
    steps: tuple[str, ...]


def explain(routes: Routes, labels: Labels) -> Routed:
    """Return the receivers of these labels with the path that led there."""
    steps: list[str] = []
    hits = list(_walk(routes.routes, labels, steps, ""))
    path = " + ".join(where for where, _ in hits)
    named = dict.fromkeys(name for _, route in hits for name in route.receivers)
    kept, why = _allowed(routes, labels, tuple(named))
    mention = any(route.mention for _, route in hits) and _may_mention(labels)
    if any(route.mention for _, route in hits) and not mention:
        steps.append("no mention: only urgency now in band high or critical may mention people")
    return Routed(kept, mention and bool(kept), path, f"route {path}{why}", tuple(steps))


def _walk(
    routes: tuple[Route, ...], labels: Labels, steps: list[str], above: str
) -> Iterator[tuple[str, Route]]:
    for route in routes:
        where = f"{above}{route.name}"
        failed = next((m for m in route.when if not m.holds(labels)), None)
        if failed is not None:
            steps.append(f"{where}: no, {failed} does not hold")
            continue
        steps.append(f"{where}: yes, {', '.join(map(str, route.when)) or 'takes everything'}")
        below = list(_walk(route.children, labels, steps, f"{where}/"))
        yield from below or [(where, route)]
        if not route.goes_on:
            return


def _allowed(routes: Routes, labels: Labels, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Keep receivers that the mode may reach, whatever the file says."""
    (mode,) = labels.get("mode") or {str(Mode.UNKNOWN)}
    if not names:
        return (), ", no receiver"
    if mode not in PAGING_MODES:
        return (), f", but mode {mode} never pages"
    kept = tuple(name for name in names if routes.receiver(name).audience == mode)
    return kept, "" if kept else f", but none of its receivers is for mode {mode}"


def _may_mention(labels: Labels) -> bool:
    bands = labels.get("band", frozenset())
    return "now" in labels.get("urgency", frozenset()) and bool(bands & MENTION_BANDS)
