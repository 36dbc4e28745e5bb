"""Which model numbers in a notice are accelerators, and not rooms, trucks or part numbers."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.enrich.domain.chips import Chip
from services.enrich.domain.lexicon import Hit, first_of_each

_WEAK_REACH, _NEAR_REACH, _VENDOR_REACH = 60, 40, 8
_VENDOR = re.compile(r"(英伟达|nvidia|tesla|geforce|hgx|dgx|gpu|显卡|amd)[)）:：\s\-]*$")
_TIMES_AHEAD = re.compile(r"[(（]\s?\d\s?[x*]\s?$")
_TIMES = re.compile(r"\s?[x*]\s?\d{1,3}(?![\dx*a-z.])")
# "洒水车H100型2辆": of the kind H100, unless what follows is a computer.
_KIND = re.compile(
    r"\s?型(?!号|\s?(?:gpu|显卡|[\u4e00-\u9fff]{0,4}服务器|加速|计算|训练|推理|卡|\d+\s?[卡张块]))"
)
_CARDS_BEFORE = re.compile(r"[\d一二两四八]\s?[卡张块片]\s?$")
# "Atlas 800T A2", "Atlas 900 A3 SuperPoD": a generation of Huawei's machines, no card.
_GENERATION = re.compile(r"atlas\s?\d{3}[a-z]?\s?$")
_CARDS_AFTER = re.compile(
    r"(?:\s?\d{2,3}\s?gb?[,，]?)?\s?[x*]?\s?(?:\d{1,4}|[一二两四八])\s?[卡张块](?![片里])"
)
_PRICE = re.compile(r"\s?元")
_DIMENSION = re.compile(r"\s?[x*]\s?[a-z]\d")
_PART_BEFORE = re.compile(r"[a-z0-9]+[-_]$")
_PRODUCT_BEFORE = re.compile(r"(nvidia|tesla|geforce|hgx|dgx|gpu|amd|instinct|ascend)[-_]$")
_PART_AFTER = re.compile(r"[-_][a-z0-9]+")
_PRODUCT_AFTER = re.compile(r"[-_](\d{2,3}\s?gb?|sxm\d?|pcie|nvl|nvlink|gpu|hbm\d?e?|x\d|3e)")


@dataclass(frozen=True, slots=True)
class Traps:
    """Words that make a model number a place or a part when they stand right beside it."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    @classmethod
    def of(cls, before: Sequence[str], after: Sequence[str]) -> "Traps":
        """Compile the trap words of wording.toml."""
        ahead = "|".join(map(re.escape, before))
        behind = "|".join(map(re.escape, sorted(after, key=len, reverse=True)))
        # Latin units (mm, kg) end at a word boundary, Chinese words need none.
        return cls(
            re.compile(rf"({ahead})\s?[:：(（]?\s?$"), re.compile(rf"[)）]?\s?({behind})(?![a-z])")
        )


def split(
    hits: Mapping[str, Sequence[Hit]], flat: str, traps: Traps
) -> tuple[list[Hit], list[Hit]]:
    """Return the chip hits that are accelerators and those that are something else."""
    chips: list[Hit] = []
    others: list[Hit] = []
    near = _positions(hits.get("near", ()))
    weak = _positions(hits.get("weak", ()))
    strong = bool(hits.get("strong"))
    named = first_of_each(hits.get("chip", ()))
    # An accelerator that is sure makes a short number beside it one too: "A800 8台及L20 2台".
    for needed in ("none", "notice", "near"):
        for hit in (one for one in named if _need(one, flat) == needed):
            known = _has_context(hit, needed, strong=strong, weak=weak, near=near)
            known = known or _beside_cards(flat, hit)
            known = known or (
                needed == "near"
                and bool(_TIMES_AHEAD.search(flat[max(0, hit.start - 5) : hit.start]))
            )
            known = known or (needed == "notice" and bool(_TIMES.match(flat, hit.end)))
            sound = known and not is_trapped(flat, hit, traps)
            (chips if sound else others).append(hit)
        near = sorted((*near, *(hit.start for hit in chips)))
    return sorted(chips, key=_start), sorted(others, key=_start)


def is_trapped(flat: str, hit: Hit, traps: Traps) -> bool:
    """Return whether the words right beside the number say place, part, vehicle or size."""
    ahead = flat[max(0, hit.start - 12) : hit.start]
    chip: Chip = hit.term.row
    if _KIND.match(flat, hit.end) and not _VENDOR.search(ahead):
        return True
    if _GENERATION.search(ahead):
        return True
    if chip.context == "none":
        part = _PART_AFTER.match(flat, hit.end) and not _PRODUCT_AFTER.match(flat, hit.end)
        return bool(part) or _PRICE.match(flat, hit.end) is not None
    if _VENDOR.search(ahead):
        return False
    if _PART_BEFORE.search(ahead) and not _PRODUCT_BEFORE.search(ahead):
        return True
    if _DIMENSION.match(flat, hit.end):
        return True
    if _PART_AFTER.match(flat, hit.end) and not _PRODUCT_AFTER.match(flat, hit.end):
        return True
    return bool(traps.before.search(ahead) or traps.after.match(flat, hit.end))


def _need(hit: Hit, flat: str) -> str:
    chip: Chip = hit.term.row
    printed = flat[hit.start : hit.end]
    if chip.context == "notice" and re.search(r"^[a-z]{1,2}[ \t]", printed):
        return "near"  # "A 100" may be a column of a table
    return chip.context


def _has_context(
    hit: Hit, need: str, *, strong: bool, weak: Sequence[int], near: Sequence[int]
) -> bool:
    if need == "none":
        return True
    if need == "near":
        return _within(near, hit, _NEAR_REACH)
    return strong or _within(weak, hit, _WEAK_REACH) or _within(near, hit, _NEAR_REACH)


def _beside_cards(flat: str, hit: Hit) -> bool:
    """Return whether cards are counted right beside the number: 8卡L20, L20 4张."""
    before, after = flat[max(0, hit.start - 5) : hit.start], flat[hit.end : hit.end + 12]
    return bool(_CARDS_BEFORE.search(before) or _CARDS_AFTER.match(after))


def _within(positions: Sequence[int], hit: Hit, reach: int) -> bool:
    at = bisect_left(positions, hit.start - reach)
    return at < len(positions) and positions[at] <= hit.end + reach


def _start(hit: Hit) -> int:
    return hit.start


def _positions(hits: Sequence[Hit]) -> list[int]:
    return [hit.start for hit in hits]
