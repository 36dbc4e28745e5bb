"""The index of all known names by each key, built once per list snapshot."""

from collections.abc import Iterable

from services.enrich.domain.screening.keys import is_chinese, keys_of, word_key
from services.enrich.domain.screening.numbered import institute_keys
from services.enrich.domain.screening.places import without_last_place
from services.enrich.domain.screening.records import (
    AliasTable,
    KnownName,
    Record,
    as_party,
    known_names,
)
from services.enrich.domain.screening.sound_index import SoundIndex
from services.enrich.domain.screening.units import ends_as_institution

Names = dict[str, list[KnownName]]
SHORTEST_WORD_KEY = 2
SHORTEST_PARENT = 4
"""Characters of a Chinese name that does not say what it is (东方雨虹), to have units."""

_ENGLISH_INSTITUTIONS = frozenset(
    ("university", "institute", "academy", "laboratory", "college", "school", "center", "centre")
)


class NameIndex:
    """Known names by exact key, by key without legal form, by words, and those of parents."""

    def __init__(self, records: Iterable[Record], aliases: AliasTable) -> None:
        self.exact: Names = {}
        self.forms: Names = {}
        self.words: dict[tuple[str, ...], list[KnownName]] = {}
        self.parents: Names = {}
        self.sounds = SoundIndex()
        self.known: list[tuple[str, KnownName]] = []
        self.twins: dict[str, set[str]] = {}
        self._groups = aliases.groups
        self.elsewhere = aliases.name_keys
        for record in records:
            party = as_party(record)
            if not party.nameless:
                for name in known_names(party, aliases.rows_for(party)):
                    self._add(name)
        self.longest_parent = max(map(len, self.parents), default=0)

    def _add(self, name: KnownName) -> None:
        key, form = keys_of(name.text)
        if not key:
            return
        for each in (key, *institute_keys(key, self._groups)):
            self.exact.setdefault(each, []).append(name)
        self.known.append((key, name))
        if name.party.is_organisation:
            self._add_organisation(key, form, name)

    def _add_organisation(self, key: str, form: str, name: KnownName) -> None:
        self.forms.setdefault(form, []).append(name)
        words = word_key(key)
        if len(words) >= SHORTEST_WORD_KEY:
            self.words.setdefault(words, []).append(name)
        if is_chinese(key):
            self.sounds.add(key, form, name)
            self._add_twin(key, name)
        for parent in _parent_keys(key, name):
            self.parents.setdefault(parent, []).append(name)
            if is_chinese(parent):
                self.sounds.add_parent(parent, name)

    def _add_twin(self, key: str, name: KnownName) -> None:
        """Note the city in brackets that tells this body from one of the same name."""
        alone = without_last_place(key)
        if alone != key and name.text.rstrip().endswith((")", "）")):
            self.twins.setdefault(alone, set()).add(key.removeprefix(alone))


def _parent_keys(key: str, name: KnownName) -> list[str]:
    """Return the keys under which units of this party may begin, if it can have any."""
    if not is_chinese(key):
        words = key.split(" ")
        institution = len(words) > 1 and _ENGLISH_INSTITUTIONS.intersection(words)
        return [key] if institution or (name.bundled and len(words) == 1) else []
    short_of_institution = name.origin == "short" and name.row and name.row.kind != "company"
    if not (len(key) >= SHORTEST_PARENT or short_of_institution or ends_as_institution(key)):
        return []
    group = key.removesuffix("有限公司")
    return [key, group] if group != key and group.endswith("集团") else [key]
