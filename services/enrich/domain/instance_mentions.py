"""Instance types of clouds named in a notice stand for the accelerators they carry."""

import re

from services.enrich.domain import clauses, servers
from services.enrich.domain.chips import Chips
from services.enrich.domain.counts import Count
from services.enrich.domain.flat import FlatText
from services.enrich.domain.goods import Goods
from services.enrich.domain.instances import InstanceTypes
from services.enrich.domain.mentions import Mention
from services.enrich.domain.numerals import in_digits, whole

_TYPE = re.compile(
    r"(?<![a-z0-9._-])(?:ml\.)?(?:"
    r"(?:p|g|trn|inf)\d[a-z0-9-]*\.(?:metal|\d*x?large)"
    r"|standard_n[cdv][a-z0-9_]+|n[cd]\d+[a-z]+_(?:[a-z0-9]+_)?v\d"
    r"|a[2-4]x?-[a-z]+gpu-\d+g|bm\.gpu[a-z0-9.-]*\d|ecs\.(?:ebm)?gn[a-z0-9.-]+large"
    r")(?![a-wyz0-9]|x(?!\d))"
)
# "2 p4d.24xlarge instances"
_BARE_NUMBER = re.compile(r"(?<![\d.,/-])(\d{1,4})\s?x?\s?$")
_TIMES = re.compile(r"\s?[x*]\s?(\d{1,4})(?![\d.]|\s?(?:gb|x|large))")
_INSTANCES = re.compile(
    r"\s?(?:on-demand |reserved |spot )?(?:instances?|virtual machines?|vms?)\b"
)
_REACH = 40
_MOST = 50


def instance_mentions(text: FlatText, types: InstanceTypes, chips: Chips) -> list[Mention]:
    """Return a chip mention for every known instance type in the text, with its count if stated."""
    found: list[Mention] = []
    goods = Goods(text.flat)
    for hit in list(_TYPE.finditer(text.flat))[:_MOST]:
        known = types.look_up("unknown", hit[0])
        if known is None:
            continue
        name, each = known
        negated = clauses.is_negated(text.flat, hit.start(), hit.end())
        count = Count() if negated else _count(text.flat, hit, (name, each), goods)
        found.append(
            Mention(chips.rows[name], hit.start(), hit.end(), count=count, negated=negated)
        )
    return found


def _count(flat: str, hit: re.Match[str], known: tuple[str, int | None], goods: Goods) -> Count:
    name, each = known
    if each is None:
        return Count(None, f"how many {name} {hit[0]} carries is not known")
    ahead = in_digits(clauses.before(flat, hit.start(), _REACH))
    behind = clauses.after(flat, hit.end(), _REACH)
    number = servers.number(ahead, behind)
    if number is None and (times := _TIMES.match(behind)):
        number = whole(times[1])
    if number is None and (bare := _BARE_NUMBER.search(ahead)) and _INSTANCES.match(behind):
        number = whole(bare[1])
    number = number or goods.quantity(hit.start())
    if number is None:
        return Count(None, f"{hit[0]} carries {each} x {name}; number of instances not stated")
    return Count(number * each, f"{number:,} {hit[0]} x {each} {name} = {number * each:,}")
