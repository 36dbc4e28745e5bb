"""The bundled catalogues together: what names, figures and words this version knows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from services.enrich.data.bundle import CATALOGUE_FILES, catalogue_files
from services.enrich.domain.chips import Chips
from services.enrich.domain.instances import InstanceTypes
from services.enrich.domain.lexicon import Lexicon, Term
from services.enrich.domain.organisations import Organisations
from services.enrich.domain.providers import Providers
from services.enrich.domain.wording import Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything an assessment depends on beside the lists; `version` names its exact content."""

    version: str
    chips: Chips
    instances: InstanceTypes
    providers: Providers
    words: Words
    organisations: Organisations
    lexicon: Lexicon

    @classmethod
    def bundled(cls) -> "Catalogue":
        """Return the catalogue that ships with this version."""
        return cls.parse(catalogue_files())

    @classmethod
    def parse(cls, files: Mapping[str, str]) -> "Catalogue":
        """Read the bundled files (name -> text); raises KeyError on a missing or malformed one."""
        chips = Chips.parse(files["accelerators.toml"])
        providers = Providers.parse(files["providers.toml"])
        words = Words.parse(files["wording.toml"])
        return cls(
            version=_version(files),
            chips=chips,
            instances=InstanceTypes.parse(files["instance_types.toml"]),
            providers=providers,
            words=words,
            organisations=Organisations.parse(files["organisations.toml"], files["military.toml"]),
            lexicon=Lexicon([*_terms(chips, providers), *words.terms()]),
        )


def _terms(chips: Chips, providers: Providers) -> list[Term]:
    return [
        *(Term(name, "chip", chip) for chip in chips.rows.values() for name in chip.names),
        *(Term(name, "cloud", row) for row in providers.clouds for name in row.names),
        *(Term(name, "service", row) for row in providers.services for name in row.names),
    ]


def _version(files: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name in CATALOGUE_FILES:
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()[:12]
