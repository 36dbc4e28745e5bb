"""Read the bundled catalogue files as text, and the project's own extract of the lists."""

from importlib.resources import files

CATALOGUE_FILES = (
    "accelerators.toml",
    "aliases.toml",
    "instance_types.toml",
    "military.toml",
    "organisations.toml",
    "providers.toml",
    "wording.toml",
)
EXTRACT_FILE = "csl_extract.json"


def catalogue_files() -> dict[str, str]:
    """Return name -> text of every catalogue file."""
    folder = files(__package__)
    return {name: folder.joinpath(name).read_text("utf-8") for name in CATALOGUE_FILES}


def list_extract() -> bytes:
    """Return the CSL-shaped extract of the parties that have bundled aliases."""
    return files(__package__).joinpath(EXTRACT_FILE).read_bytes()
