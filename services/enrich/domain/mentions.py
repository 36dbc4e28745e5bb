"""Chip mentions of a notice: one per accelerator, with count, level wording and negation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.capabilities import ChipMention
from services.enrich.domain import clauses
from services.enrich.domain.adding_up import Place, in_all, place
from services.enrich.domain.alternatives import groups
from services.enrich.domain.chips import Chip
from services.enrich.domain.classification import classify
from services.enrich.domain.counts import NOT_STATED, Count, count_at
from services.enrich.domain.flat import FlatText
from services.enrich.domain.goods import Goods
from services.enrich.domain.lexicon import Hit

_BLANK = "§"
# "服务器1台（内含8片）；备用卡2片": these come on top of what the servers hold.
_SPARE = re.compile(r"(?:备用|备件|备品|另购|另配|另采购|加购|spare)[^。；;，,\n]{0,4}$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an accelerator is named."""

    chip: Chip
    start: int
    end: int
    count: Count = NOT_STATED
    equivalent: bool = False
    negated: bool = False
    group: int | None = None
    in_title: bool = False
    spare: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How mentions of one notice are to be read: law date, and whether a deal is on record."""

    as_of: date
    awarded: bool = False
    items: dict[str, Count] = field(default_factory=dict)


def read(hits: Sequence[Hit], text: FlatText, title: str | None) -> list[Mention]:
    """Return every mention with what its own sentence says."""
    masked = mask(text.flat, hits)
    goods = Goods(masked)
    found = [_mention(hit, text.flat, masked, title, goods) for hit in hits]
    for number, (run, how) in enumerate(groups(hits, text.flat), 1):
        _share(found, run, how, number)
    return found


def merge(mentions: Sequence[Mention], text: str, reading: Reading) -> tuple[ChipMention, ...]:
    """Return one chip mention per accelerator, in the order of first appearance."""
    by_chip: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_chip.setdefault(mention.chip.name, []).append(mention)
    models = {m.chip.vendor for m in mentions if not m.chip.brand}
    named = (same for same in by_chip.values() if not _is_mere_brand(same[0].chip, models))
    return tuple(_merged(same, text, reading) for same in named)


def _is_mere_brand(chip: Chip, models: set[str]) -> bool:
    """A maker's brand beside a model of that maker is no chip of its own."""
    return chip.brand and chip.vendor in models


def mask(flat: str, hits: Sequence[Hit]) -> str:
    """Return the flat text with every model number blanked, so that it is never a count."""
    parts, last = [], 0
    for hit in hits:
        parts += [flat[last : hit.start], _BLANK * (hit.end - hit.start)]
        last = hit.end
    return "".join((*parts, flat[last:]))


def _mention(hit: Hit, flat: str, masked: str, title: str | None, goods: Goods) -> Mention:
    chip: Chip = hit.term.row
    negated = clauses.is_negated(flat, hit.start, hit.end)
    line = flat[flat.rfind("\n", 0, hit.start) + 1 : hit.end]
    spare = bool(_SPARE.search(flat, max(0, hit.start - 8), hit.start))
    if spare:  # what stands before spares tells of the servers
        row = goods.row_cards(hit.start)
        own = count_at(masked[hit.start :], 0, hit.end - hit.start, chip.name)
        count = Count(row, f"{row:,} x {chip.name}") if row else own
    else:
        count = count_at(masked, hit.start, hit.end, chip.name, goods)
    return Mention(
        chip=chip,
        start=hit.start,
        end=hit.end,
        count=NOT_STATED if negated else count,
        equivalent=clauses.is_equivalence(masked, hit.start, hit.end),
        negated=negated,
        in_title=bool(title and title.startswith(line)),
        spare=spare,
        place=place(goods, masked, hit.start),
    )


def _share(found: list[Mention], run: list[int], how: str, number: int) -> None:
    """Give the members of a joined run the number that stands at one end of it."""
    stated = next((found[at].count for at in (run[-1], run[0]) if found[at].count.value), None)
    joint = " + " if how == "together" else " or "
    names = joint.join(found[at].chip.name for at in run)
    equivalent = any(found[at].equivalent for at in run)
    negated = any(found[at].negated for at in run)
    for at in run:
        member = replace(found[at], negated=negated, equivalent=equivalent)
        if how != "each":
            member = replace(member, group=number)
        if stated and (how == "together" or not member.count.value):
            shared = stated if how == "each" else Count(stated.value, f"{stated.value:,} x {names}")
            member = replace(member, count=shared)
        found[at] = member


def _merged(same: Sequence[Mention], text: str, reading: Reading) -> ChipMention:
    bought = [m for m in same if not m.negated] or list(same)
    plain = [m for m in bought if not m.in_title] or bought
    best = max(plain, key=lambda m: (m.count.value or 0, bool(m.count.sentence), -m.start))
    placed = [(m.place, m.count) for m in plain if m.place and not m.spare]
    added = in_all(placed, best.chip.name)
    most = added if (added.value or 0) > (best.count.value or 0) else best.count
    stated = _with_spares(most, [m for m in plain if m.spare and m is not best])
    listed = reading.items.get(best.chip.name)
    count = listed if listed and (listed.value or 0) >= (stated.value or 0) else stated
    levels = [m.equivalent for m in plain]
    # An award or contract that names the model plainly anywhere has settled what is delivered.
    equivalent = all(levels) if reading.awarded else any(levels)
    group = next((m.group for m in plain if m.group is not None), None)
    return ChipMention(
        name=best.chip.name,
        vendor=best.chip.vendor,
        domestic=best.chip.domestic,
        count=count.value,
        count_sentence=count.sentence,
        equivalent_wording=equivalent,
        negated=all(m.negated for m in same),
        alternative_group=group,
        classification=classify(best.chip, reading.as_of),
        evidence=clauses.quote(text, best.start, best.end),
    )


def _with_spares(count: Count, spares: Sequence[Mention]) -> Count:
    more = sum(m.count.value or 0 for m in spares)
    if not more or not count.value:
        return count
    return Count(
        count.value + more, f"{count.sentence}; {more:,} spare, {count.value + more:,} in all"
    )
