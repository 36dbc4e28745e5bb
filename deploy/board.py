"""The board of a demo: what each alert says, on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from contracts.risk import Band, RiskAssessed

COLOURS = {
    Band.CRITICAL: "bold white on red",
    Band.HIGH: "bold red",
    Band.MEDIUM: "yellow",
    Band.LOW: "green",
    Band.NONE: "dim",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A matter's newest assessment and what became of its messages (receiver -> state)."""

    assessed: RiskAssessed
    deliveries: dict[str, str]


def board(rows: Sequence[Row]) -> RenderableType:
    """Return the board: alerts in full, worst first, then one line for everything else."""
    ordered = sorted(rows, key=lambda row: -(row.assessed.score or -1))
    alerts = [row for row in ordered if row.deliveries]
    quiet = [row for row in ordered if not row.deliveries]
    return Group(*(_panel(row) for row in alerts), _quiet(quiet))


def _panel(row: Row) -> Panel:
    a = row.assessed
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, value in _lines(row):
        if value:
            table.add_row(name, Text(value))
    band = a.band or Band.UNKNOWN
    title = Text(f" {band.upper()} {a.score} · {a.headline} ", style=COLOURS.get(band, ""))
    return Panel(table, title=title, title_align="left", subtitle="indicator for review")


def _lines(row: Row) -> list[tuple[str, str]]:
    a = row.assessed
    match = next((p.match for p in a.parties if p.match), None)
    parties = "; ".join(f"{p.role}: {p.name} {p.name_en or ''}".strip() for p in a.parties)
    cited = match and f"{match.list} · {match.listed_name} ({match.relation}) · {match.citation}"
    return [
        ("parties", parties),
        ("sought", "; ".join(_item(a, n) for n in range(len(a.items)))),
        ("amount", f"{a.amount_cny:,.2f} CNY" if a.amount_cny else "not stated as a number"),
        ("list", cited or ""),
        ("why", "; ".join(f"{c.points:+d} {c.sentence}" for c in a.contributions)),
        ("links", "; ".join(f"{link.label} ({link.why})" for link in a.links)),
        ("delivered", ", ".join(f"{to}: {state}" for to, state in sorted(row.deliveries.items()))),
    ]


def _item(a: RiskAssessed, number: int) -> str:
    item = a.items[number]
    count = f"{item.count:,} x " if item.count else ""
    via = f" on {item.via}" if item.via else ""
    return f"{count}{item.name}{via} [{item.classification or item.supply}]"


def _quiet(rows: Sequence[Row]) -> RenderableType:
    table = Table(title="paged nobody", title_justify="left", show_header=False, box=None)
    for row in rows:
        a = row.assessed
        band = f"{a.band} {a.score}" if a.band else "unread content: for a person"
        table.add_row(
            Text(band, style=COLOURS.get(a.band or Band.UNKNOWN, "dim")), Text(a.headline)
        )
    return table
