"""Fetch list files from their publishers: only newer ones, never endless, never from elsewhere."""

import asyncio
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pydantic import Field

from chassis.errors import Invalid, Misconfigured, Transient
from chassis.settings import Settings
from services.enrich.adapters.downloads import Mark
from services.enrich.domain.list_sets import (
    CSL,
    EU,
    JAPAN,
    OFAC,
    OFAC_CONSOLIDATED,
    OPENSANCTIONS,
    TAIWAN,
)

CSL_ADDRESS = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json"
"""Daily at about 05:00 Eastern time, no key needed (trade.gov, Consolidated Screening List)."""

_MOST_REDIRECTS = 5
_LIMITS = {403: "it refuses us", 404: "there is no such file", 410: "the file is gone"}


class DownloadSettings(Settings):
    """Where `exportwatch lists refresh` fetches from; a set without an address is not fetched."""

    lists_csl_url: str | None = Field(
        default=CSL_ADDRESS, description="Consolidated Screening List; `none`: not fetched"
    )
    lists_ofac_url: str | None = Field(default=None, description="OFAC SDN list, XML")
    lists_ofac_cons_url: str | None = Field(default=None, description="OFAC non-SDN lists, XML")
    lists_eu_annex_iv_url: str | None = Field(default=None, description="EU Annex IV, table")
    lists_japan_eul_url: str | None = Field(default=None, description="Japan's End User List")
    lists_taiwan_shtc_url: str | None = Field(default=None, description="Taiwan's SHTC list, CSV")
    lists_opensanctions_url: str | None = Field(
        default=None, description="OpenSanctions FtM, under a licence of your own"
    )
    lists_most_mb: int = Field(default=400, gt=0, description="Largest file that is fetched")
    lists_fetch_seconds: float = Field(default=300, gt=0, description="Longest fetch of one file")

    @property
    def addresses(self) -> dict[str, str]:
        """List set -> address, of the sets that have one."""
        given = {
            CSL: self.lists_csl_url,
            OFAC: self.lists_ofac_url,
            OFAC_CONSOLIDATED: self.lists_ofac_cons_url,
            EU: self.lists_eu_annex_iv_url,
            JAPAN: self.lists_japan_eul_url,
            TAIWAN: self.lists_taiwan_shtc_url,
            OPENSANCTIONS: self.lists_opensanctions_url,
        }
        return {name: url for name, url in given.items() if url and url != "none"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as sent; `raw` is None where the publisher says that ours is the newest."""

    raw: bytes | None
    name: str
    mark: Mark


async def fetch(url: str, known: Mark, settings: DownloadSettings) -> Fetched:
    """Fetch a file unless it is the known one; raises Transient or Invalid, both with advice."""
    _refuse_plain(url)
    try:
        async with asyncio.timeout(settings.lists_fetch_seconds):
            return await _fetch(url, known, settings.lists_most_mb * 1_000_000)
    except TimeoutError:
        problem = f"{_host(url)} did not send the file within {settings.lists_fetch_seconds:g} s"
        raise Transient(f"{problem}: try again, or raise LISTS_FETCH_SECONDS") from None
    except httpx.TooManyRedirects:
        raise Invalid(f"{_host(url)} redirects for ever: check the address") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        problem = f"{_host(url)} cannot be read ({type(error).__name__})"
        raise Transient(f"{problem}: the list in use stays; try again") from None


async def _fetch(url: str, known: Mark, most: int) -> Fetched:
    timeout = httpx.Timeout(30.0, connect=10.0)
    async with (
        httpx.AsyncClient(
            timeout=timeout,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            event_hooks={"request": [_only_safe]},
        ) as client,
        client.stream("GET", url, headers=_conditions(known)) as answer,
    ):
        name = urlsplit(str(answer.url)).path.rpartition("/")[2] or "list"
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(None, name, known)
        _refuse_failure(url, answer.status_code)
        mark = Mark(answer.headers.get("etag"), answer.headers.get("last-modified"))
        return Fetched(await _body(answer, most), name, mark)


async def _body(answer: httpx.Response, most: int) -> bytes:
    """Return the body; a shorter one than announced raises, an endless one is cut short."""
    body = bytearray()
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > most:
            problem = f"The file is larger than {most // 1_000_000} MB"
            raise Invalid(f"{problem}: check the address, or raise LISTS_MOST_MB")
    return bytes(body)


def _conditions(known: Mark) -> dict[str, str]:
    headers = {"user-agent": "exportwatch"}
    if known.etag:
        headers["if-none-match"] = known.etag
    if known.last_modified:
        headers["if-modified-since"] = known.last_modified
    return headers


def _refuse_failure(url: str, status: int) -> None:
    if status == httpx.codes.OK:
        return
    if status in _LIMITS:
        problem = f"{_host(url)} answers {status}: {_LIMITS[status]}"
        raise Invalid(f"{problem}. Check the address; files can be loaded by hand as well.")
    raise Transient(f"{_host(url)} answers {status}: the list in use stays; try again later")


async def _only_safe(request: httpx.Request) -> None:
    _refuse_plain(str(request.url))


def _refuse_plain(url: str) -> None:
    """A list that somebody on the way can edit clears whom they please."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname)):
        return
    raise Misconfigured(f"{_host(url)}: lists are fetched over https only")


def _is_loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: str) -> str:
    """Return the host alone: paths and queries may hold a licence key."""
    return urlsplit(url).hostname or "the address"
