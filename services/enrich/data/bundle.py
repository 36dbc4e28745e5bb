"""Read the bundled catalogue files as text, and the project's own extract of the lists."""

from importlib.resources import files

CATALOGUE_FILES = (
    "accelerators.toml",
    "instance_types.toml",
    "military.toml",
    "organisations.toml",
    "providers.toml",
    "wording.toml",
    "zh_en_lexicon.toml",
)
ALIASES = "alias_rows"
EXTRACT_FILE = "csl_extract.json"


def catalogue_files() -> dict[str, str]:
    """Return name -> text of every catalogue file."""
    folder = files(__package__)
    own = {name: folder.joinpath(name).read_text("utf-8") for name in CATALOGUE_FILES}
    return own | alias_files()


def alias_files() -> dict[str, str]:
    """Return name -> text of every file of the alias table, by name."""
    folder = files(__package__).joinpath(ALIASES)
    tables = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {name: folder.joinpath(name).read_text("utf-8") for name in tables}


def list_extract() -> bytes:
    """Return the CSL-shaped extract of the parties that have bundled aliases."""
    return files(__package__).joinpath(EXTRACT_FILE).read_bytes()
