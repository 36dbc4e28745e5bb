"""Load the bundled extract of the Consolidated Screening List: demo, and `assess` without lists."""

from importlib.resources import files

from services.enrich.domain.lists import ListedParty, parse_list


def load_extract() -> tuple[ListedParty, ...]:
    """Return the listed parties that have bundled aliases, as of the extract's own date."""
    content = files("services.enrich.data").joinpath("csl_extract.json").read_bytes()
    return parse_list(content)
