"""Which chip mentions are alternatives of each other or share one stated number."""

import re
from collections.abc import Sequence

from services.enrich.domain.lexicon import Hit

_JOIN = (
    r"[\s()（）]*(?:(?:\d{1,5}\s?[张块片卡芯台]|gpu|显卡|计算卡|加速卡|卡|服务器|\d{2,3}\s?gb?(?![a-z])|pcie|sxm\d?"
    r"|nvl)[\s()（）]*){0,3}[,，]?\s*"
)
_PRODUCT = (
    r"(?:英伟达|nvidia|amd|tesla|gpu|azure|aws|[\u4e00-\u9fff]{2,4}云|或者?|\s|(?:[每单]?(?:台|节点|机|套))?(?:配置|配备|搭载)?"
    r"\s?\d{1,3}\s?[张块片颗卡x*])*"
)
_LONGEST_JOIN = 120
"""Characters; what is longer joins no two names, and spaces without end take time to try."""
_OR = re.compile(rf"{_JOIN}(或者|或|/|、?或|or|亦可|均可)\s*{_PRODUCT}")
_AND = re.compile(rf"{_JOIN}(、|和|与|及|以及|,|，|\+|and|&)\s*{_PRODUCT}")
_EACH = re.compile(r"^[^。；;\n]{0,16}?(各|分别|each)")
_TOGETHER = re.compile(r"^[^。；;\n\d]{0,16}?(共计?|合计|总计|总共|in total)[^。；;\n\d]{0,4}\d")


_CHOICE = re.compile(
    r"^[^。；;\n]{0,10}?(任选|任一|择一|之一|其中一种|其中一款|任意一|二选一|三选一)"
)


def groups(hits: Sequence[Hit], flat: str) -> list[tuple[list[int], str]]:
    """Return runs of neighbouring mentions with how they are joined: or | each | together.

    `or`: only one of them is bought; `each`: the number behind the last applies to each;
    `together`: the number behind the last is the sum. Indices refer to `hits`.
    """
    found: list[tuple[list[int], str]] = []
    for run, is_or in _runs(hits, flat):
        behind = flat[hits[run[-1]].end : hits[run[-1]].end + 40]
        if _EACH.match(behind):
            found.append((run, "each"))
        elif is_or or _CHOICE.match(behind):
            found.append((run, "or"))
        elif _TOGETHER.match(behind):
            found.append((run, "together"))
    return found


def _runs(hits: Sequence[Hit], flat: str) -> list[tuple[list[int], bool]]:
    runs: list[tuple[list[int], bool]] = []
    for at in range(1, len(hits)):
        between = flat[hits[at - 1].end : hits[at].start]
        if len(between) > _LONGEST_JOIN:
            continue
        is_or = _OR.fullmatch(between) is not None
        if hits[at].term.row is hits[at - 1].term.row or not (is_or or _AND.fullmatch(between)):
            continue
        if runs and runs[-1][0][-1] == at - 1:
            run, was_or = runs[-1]
            runs[-1] = ([*run, at], was_or or is_or)
        else:
            runs.append(([at - 1, at], is_or))
    return runs
