"""The lines in which a comparison with labels is printed, for people or as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from deploy.labelled import GATES, Check, Figure, figures, misses


def report(checks: Sequence[Check], as_json: bool) -> Iterator[str]:
    """Yield every figure of each half, then every miss (file, fact, expected, found)."""
    for half in dict.fromkeys(check.label.half for check in checks):
        own = figures(check for check in checks if check.label.half == half)
        yield from (_figure(figure, half, as_json) for figure in own)
    for check in misses(checks):
        yield _miss(check, as_json)


def _figure(figure: Figure, half: str, as_json: bool) -> str:
    if as_json:
        more = {"percent": round(figure.percent, 2), "gate": GATES.get(figure.name)}
        return json.dumps({"half": half} | asdict(figure) | more | {"passes": figure.passes})
    told = {True: "", False: f"  below {GATES.get(figure.name)} %", None: ""}[figure.passes]
    hits = f"{figure.hits}/{figure.total}"
    return f"{half:8} {figure.name:22} {hits:>10} {figure.percent:6.1f} %{told}"


def _miss(check: Check, as_json: bool) -> str:
    where = f"{check.label.file}#{check.label.record}"
    if as_json:
        row = {
            "miss": check.figure,
            "half": check.label.half,
            "layout": check.label.layout,
            "file": check.label.file,
            "record": check.label.record,
            "expected": check.expected,
            "found": check.found,
        }
        return json.dumps(row, ensure_ascii=False, default=str)
    told = f"      expected {check.expected}\n      found    {check.found}"
    return f"miss  {check.figure}  {where}\n{told}"
