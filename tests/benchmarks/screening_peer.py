"""Answer the same names with nomenklatura (Index and logic-v2), in an environment of its own.

`.venv-bench/bin/python tests/benchmarks/screening_peer.py JOB.json ANSWERS.json`. It imports
nothing of the project. Every entity gets an id of its own: logic-v2 remembers what it read by id.
"""

import json
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

from followthemoney import Dataset, StatementEntity, ValueEntity, model
from nomenklatura.blocker.index import Index
from nomenklatura.matching.logic_v2.model import LogicV2
from nomenklatura.resolver.linker import Linker
from nomenklatura.store import SimpleMemoryStore

DATASET = Dataset.make({"name": "screening"})
CONFIG = LogicV2.default_config()
IDS = count()
SHOWN = 10
BATCH = 100
"""The index leaves out words that many names of one batch share with the list: small batches."""
Known = dict[str, tuple[str, StatementEntity]]


def main(job_file: str, answers_file: str) -> None:
    """Read a job, answer it, write the answers."""
    job = json.loads(Path(job_file).read_text("utf-8"))
    found: dict[str, Any] = {"trials": {}, "speed": {}}
    for corpus, records in job["corpora"].items():
        started = time.process_time()
        index, known = _index(records)
        found["speed"][corpus] = {
            "seconds": time.process_time() - started,
            "megabytes": _megabytes(),
        }
        asked, started = 0, time.process_time()
        for name, trial in job["trials"].items():
            if trial["corpus"] == corpus:
                found["trials"][name] = _answers(index, known, trial["cases"])
                asked += len(trial["cases"])
        found["speed"][corpus]["names_a_second"] = asked / (time.process_time() - started)
    found["pairs"] = [_pair(*pair) for pair in job["pairs"]]
    Path(answers_file).write_text(json.dumps(found), "utf-8")


def _index(records: list[dict[str, Any]]) -> tuple[Index, Known]:
    store = SimpleMemoryStore(DATASET, Linker({}))
    known = {}
    with store.writer() as writer:
        for record in records:
            entity = _entity(record["schema"], record["names"], record["country"])
            known[str(entity.id)] = (record["names"][0], entity)
            writer.add_entity(entity)
    index = Index(store.default_view(), Path(tempfile.mkdtemp()))
    index.build()
    return index, known


def _entity(schema: str, names: list[str], country: str | None) -> StatementEntity:
    properties = {"name": names, "country": [country] if country else []}
    data = {"id": f"e{next(IDS)}", "schema": schema, "properties": properties}
    return StatementEntity.from_data(DATASET, data)


def _answers(index: Index, known: Known, cases: list[list[Any]]) -> list[list[Any]]:
    """Return, for each case, [listed name, score] of the best entries."""
    found: list[list[Any]] = []
    for start in range(0, len(cases), BATCH):
        batch = cases[start : start + BATCH]
        queries = [_entity("Organization", [query], country) for query, country in batch]
        near = {str(query): matches for query, matches in index.match_entities(queries)}
        found += [_ranked(query, near.get(str(query.id), ()), known) for query in queries]
    return found


def _ranked(query: StatementEntity, near: Any, known: Known) -> list[list[Any]]:
    candidates = [known[str(key)] for key, _ in near]
    scored = [
        (float(LogicV2.compare(query, entity, CONFIG).score), name) for name, entity in candidates
    ]
    scored.sort(key=lambda one: -one[0])
    return [[name, score] for score, name in scored[:SHOWN]]


def _pair(schema: str, one: str, other: str) -> float:
    sides = []
    for name in (one, other):
        side = ValueEntity(model.get(schema), {"id": f"e{next(IDS)}"})
        side.add("name", name)
        sides.append(side)
    return float(LogicV2.compare(*sides, CONFIG).score)


def _megabytes() -> float:
    """Return the most memory this process has held; that of its parent is not in it."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
