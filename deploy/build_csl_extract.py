"""Write the project's own CSL extract: the parties that have bundled aliases, nothing else."""

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from contracts.names import name_key
from services.enrich.data.aliases import load_aliases
from services.enrich.domain.list_cleaning import list_code

TARGET = Path(__file__).parent.parent / "services" / "enrich" / "data" / "csl_extract.json"
KEPT = (
    *("source", "name", "type", "programs", "addresses", "federal_register_notice"),
    *("license_requirement", "license_policy", "source_list_url", "alt_names"),
)


def derived_id(entry: dict[str, Any]) -> str:
    """Return our own id of an entry: a hash of list, name and citation."""
    parts = (list_code(entry["source"]), entry["name"], entry["federal_register_notice"] or "")
    return sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def extract(document: dict[str, Any]) -> dict[str, Any]:
    """Return the official JSON shape with only the entries that an alias row names."""
    wanted = {(row.list, name_key(row.name)) for row in load_aliases()}
    results: dict[str, dict[str, Any]] = {}
    for entry in document["results"]:
        if (list_code(entry["source"]), name_key(entry["name"])) in wanted:
            kept = {"id": derived_id(entry)} | {field: entry.get(field) for field in KEPT}
            results.setdefault(kept["id"], kept)
    used = {entry["source"] for entry in results.values()}
    sources = [source for source in document["sources_used"] if source["source"] in used]
    ordered = sorted(results.values(), key=lambda entry: (entry["source"], entry["name"]))
    return {"total": len(ordered), "sources_used": sources, "results": ordered}


def main() -> None:
    """Read the CSL JSON named on the command line, write the extract."""
    document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    text = json.dumps(extract(document), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
