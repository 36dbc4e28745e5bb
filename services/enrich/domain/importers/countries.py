"""Names of countries in publications to ISO 3166 alpha-2: those that the lists name most."""

import re
from functools import lru_cache
from unicodedata import normalize

from services.enrich.domain.importers.tables import tokens

_NAMES = {
    "CN": (
        "china|peoples republic of china|prc|中国|中國|中华人民共和国|中華人民共和國"
        "|中華人民共和国|q148"
    ),
    "HK": "hong kong|hong kong sar|hong kong special administrative region|香港|q8646",
    "MO": "macau|macao|澳门|澳門|マカオ|q14773",
    "TW": "taiwan|republic of china|台湾|臺灣|台灣|中華民國|q865",
    "JP": "japan|日本|q17",
    "KR": "south korea|korea south|republic of korea|korea republic of|韩国|韓国|韓國|q884",
    "KP": "north korea|korea north|democratic peoples republic of korea|朝鲜|北朝鮮|北韓|q423",
    "RU": "russia|russian federation|俄罗斯|俄羅斯|ロシア|q159",
    "BY": "belarus|白俄罗斯|白俄羅斯|ベラルーシ|q184",
    "IR": "iran|islamic republic of iran|伊朗|イラン|q794",
    "PK": "pakistan|islamic republic of pakistan|巴基斯坦|パキスタン|q843",
    "IN": "india|印度|インド|q668",
    "AE": "united arab emirates|uae|阿联酋|アラブ首長国連邦|q878",
    "TR": "turkey|turkiye|türkiye|土耳其|トルコ|q43",
    "SG": "singapore|新加坡|シンガポール|q334",
    "MY": "malaysia|马来西亚|馬來西亞|マレーシア|q833",
    "VN": "vietnam|viet nam|越南|ベトナム|q881",
    "TH": "thailand|泰国|泰國|タイ|q869",
    "SY": "syria|syrian arab republic|叙利亚|シリア|q858",
    "AF": "afghanistan|islamic republic of afghanistan|アフガニスタン|q889",
    "LB": "lebanon|レバノン|q822",
    "IL": "israel|イスラエル|q801",
    "US": "united states|united states of america|美国|米国|アメリカ|q30",
    "GB": "united kingdom|great britain|英国|イギリス|q145",
    "DE": "germany|德国|ドイツ|q183",
    "CU": "cuba|古巴|q241",
    "VE": "venezuela|q717",
    "UA": "ukraine|乌克兰|ウクライナ|q212",
    "KZ": "kazakhstan|カザフスタン|q232",
    "UZ": "uzbekistan|q265",
    "KG": "kyrgyzstan|q813",
    "AM": "armenia|q399",
    "CY": "cyprus|q229",
    "FI": "finland|q33",
    "CH": "switzerland|q39",
}
_CODES = {_name: code for code, names in _NAMES.items() for _name in names.split("|")}
_ISO = re.compile(r"[A-Z]{2}")
_ENTITY = re.compile(r"/(Q\d+)$")


@lru_cache(maxsize=2048)
def country_code(text: str) -> str | None:
    """Return the ISO code of a printed country, None if it is not known; a code stays as it is."""
    plain = text.strip().strip("()（）")
    if _ISO.fullmatch(plain.upper()):
        return plain.upper()
    if entity := _ENTITY.search(plain):
        return _CODES.get(entity[1].casefold())
    folded = normalize("NFKC", plain).casefold().replace("'", "").replace("\u2019", "")
    candidates = (folded, folded.replace(",", ""), *tokens(folded), *plain.split("\n"))
    return next((_CODES[each] for each in candidates if each in _CODES), None)


def country_codes(*texts: str) -> tuple[str, ...]:
    """Return the codes of all countries in cells, each once; `;` and `/` separate them."""
    parts = (part for text in texts for part in re.split(r"[;；/|]", text) if part.strip())
    found = (country_code(part) for part in parts)
    return tuple(dict.fromkeys(code for code in found if code))
