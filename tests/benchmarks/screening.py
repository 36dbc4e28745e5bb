"""Every gate of screening on the judging half, beside nomenklatura on the same names."""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.enrich.data.aliases import load_aliases
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.records import AliasTable, as_party, known_names
from tests.benchmarks import name_bench, screening_speed
from tests.evaluation.screening import judge, trials
from tests.evaluation.screening.judge import Figure
from tests.evaluation.screening.sources import Half
from tests.evaluation.screening.trials import Trial

HALF: Half = "judge"
ROOT = Path(__file__).parents[2]
PEER = ROOT / ".venv-bench" / "bin" / "python"
SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
CORPORA: tuple[trials.Corpus, ...] = ("listed", "english", "english half")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the peer in the shape of ours; what it scores at alert level is `same`."""

    listed_name: str
    score: float
    relation: str = "same"


def table() -> str:
    """Return the gates, then the costs."""
    asked = trials.trials(HALF)
    screeners = {corpus: trials.screener(corpus, HALF) for corpus in CORPORA}
    ours = [judge.run(trial, screeners[trial.corpus].screen) for trial in asked]
    pairs = name_bench.pairs()
    held = peer(asked, pairs)
    theirs = [peer_figure(trial, held) for trial in asked]
    rows = [
        "| what | gate | names | ours | nomenklatura |",
        "| --- | --- | --- | --- | --- |",
        *(gate_row(*both) for both in zip(ours, theirs, strict=True)),
        *name_rows(pairs, held),
        "",
        *cost_rows(screeners["listed"], held),
    ]
    missing = "" if held else "nomenklatura is not installed (.venv-bench): ours only.\n\n"
    return missing + "\n".join(rows)


def is_comparable(trial: Trial) -> bool:
    """Tell whether the peer can be asked: it has no level below an alert."""
    return trial.rule != "nothing"


def peer(asked: list[Trial], pairs: list[name_bench.NamePair]) -> dict[str, Any] | None:
    """Return the answers of nomenklatura, or None where it is not installed."""
    if not PEER.exists():
        return None
    job = {
        "corpora": {corpus: peer_records(corpus) for corpus in CORPORA},
        "trials": {
            trial.name: {
                "corpus": trial.corpus,
                "cases": [[case.query, case.country] for case in trial.cases],
            }
            for trial in asked
            if is_comparable(trial)
        },
        "pairs": [[pair.schema, pair.one, pair.other] for pair in pairs],
    }
    with tempfile.TemporaryDirectory() as folder:
        question, answered = Path(folder, "job.json"), Path(folder, "answers.json")
        question.write_text(json.dumps(job), "utf-8")
        script = Path(__file__).with_name("screening_peer.py")
        subprocess.run([PEER, script, question, answered], check=True, capture_output=True)
        found: dict[str, Any] = json.loads(answered.read_text("utf-8"))
    return found


def peer_records(corpus: trials.Corpus) -> list[dict[str, Any]]:
    """Return the same entries with the same names: the list's own and those of the alias table."""
    aliases = AliasTable(load_aliases() if corpus == "listed" else ())
    parties: Iterable[ListedParty] = map(as_party, trials.records(corpus, HALF))
    return [
        {
            "schema": SCHEMAS.get((party.type or "").casefold(), "Organization"),
            "names": [
                party.name,
                *(known.text for known in known_names(party, aliases.rows_for(party))),
            ],
            "country": party.country,
        }
        for party in parties
    ]


def peer_figure(trial: Trial, held: dict[str, Any] | None) -> Figure | None:
    """Judge the answers of the peer by the same rules."""
    if held is None or not is_comparable(trial):
        return None
    said = {
        (case.query, case.country): [Said(*answer) for answer in answers]
        for case, answers in zip(trial.cases, held["trials"][trial.name], strict=True)
    }
    return judge.run(trial, lambda query, country: said[query, country])


def gate_row(ours: Figure, theirs: Figure | None) -> str:
    """Return the row of one trial."""
    trial = ours.trial
    sign = ">=" if ours.ranks else "<="
    gate = "" if trial.bound is None else f"{sign} {shown(trial.bound)}"
    verdict = "" if ours.holds else " (short)"
    other = "-" if theirs is None else shown(theirs.share)
    own = f"{shown(ours.share)}{verdict}"
    return f"| {trial.name} | {gate} | {len(trial.cases):,} | {own} | {other} |"


def shown(share: float) -> str:
    """Return a share in per cent."""
    return f"{share * 100:.3g} %"


def name_rows(pairs: list[name_bench.NamePair], held: dict[str, Any] | None) -> list[str]:
    """Return the rows of name_bench: all pairs, and without those whose numbers differ."""
    if not pairs:
        return ["| name_bench, F1 at 0.70 | >= 0.89 | | NAME_BENCH is not set | |"]
    ours = [name_bench.score(pair) for pair in pairs]
    theirs = held["pairs"] if held else [0.0] * len(pairs)
    allowed = [at for at, pair in enumerate(pairs) if not pair.numbers_differ]
    rows = []
    for what, gate, taken in (
        ("name_bench, F1 at 0.70", ">= 0.89", list(range(len(pairs)))),
        ("the same without matches across numbers", "", allowed),
    ):
        cells = [
            _measured([pairs[at] for at in taken], [scores[at] for at in taken])
            for scores in (ours, theirs)
        ]
        other = cells[1] if held else "-"
        rows.append(f"| {what} | {gate} | {len(taken)} | {cells[0]} | {other} |")
    return rows


def cost_rows(screener: Screener, held: dict[str, Any] | None) -> list[str]:
    """Return what screening costs, in time of one core."""
    built, rates = screening_speed.built(), screening_speed.rates(screener)
    speed = held["speed"]["listed"] if held else None
    peer_rate = f"{speed['names_a_second']:,.0f}" if speed else "-"
    peer_built = f"{speed['seconds']:.1f} s" if speed else "-"
    peer_most = f"{speed['megabytes']:.0f} MB" if speed else "-"
    gates = {
        "alias tier": ("listed names, decided by the alias tier", ">= 20,000/s, p99 <= 10 ms"),
        "listed": ("listed names, some of them only proposed", ""),
        "structural tier": ("unlisted names, all tiers", ">= 1,500/s, p99 <= 10 ms"),
        "half of each": ("half of each", ""),
    }
    return [
        "| cost, one core | gate | ours | nomenklatura |",
        "| --- | --- | --- | --- |",
        *(
            f"| {gates[name][0]} | {gates[name][1]} | {rate:,.0f}/s, p99 {p99:.1f} ms | - |"
            for name, (rate, p99) in rates.items()
        ),
        f"| all names asked above | | - | {peer_rate}/s |",
        f"| index of {built['parties']:,.0f} parties | < 5 s, < 500 MB "
        f"| {built['seconds']:.1f} s, {built['megabytes']:.0f} MB | {peer_built} |",
        f"| the process that builds it, at its most | | {built['process']:.0f} MB | {peer_most} |",
    ]


def _measured(pairs: list[name_bench.NamePair], scores: list[float]) -> str:
    precision, recall, f1 = name_bench.measure(pairs, scores)
    return f"{f1:.3f} (P {precision:.3f}, R {recall:.3f})"


if __name__ == "__main__":
    print(table())
