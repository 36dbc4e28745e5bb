"""Nothing is fetched from an address in a notice: there is no client, and no socket opens."""

import ast
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.domain.reading import read
from services.ingest.domain.source import SourceInfo

INGEST = Path(__file__).parents[3] / "services" / "ingest"
CLIENTS = {
    *("httpx", "requests", "aiohttp", "urllib3", "http", "ftplib", "smtplib", "imaplib", "poplib"),
    *("socket", "ssl", "telnetlib", "xmlrpc", "webbrowser", "subprocess"),
}
SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
# What the interpreter itself reports before it opens a connection, a file or a program.
REACHING = (
    "socket.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "subprocess.",
    "os.system",
    "open",
)
_reached: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    # Modules may be loaded while a text is read; data files of theirs stand beside the code.
    loading = event == "open" and str(arguments[0]).startswith((sys.prefix, sys.base_prefix))
    if _reached is not None and event.startswith(REACHING) and not loading:
        _reached.append(event)


sys.addaudithook(_hear)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect what reaches out of the process in between."""
    global _reached  # noqa: PLW0603  an audit hook can never be taken out again
    _reached = []
    try:
        yield _reached
    finally:
        _reached = None


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", sorted(INGEST.rglob("*.py")), ids=lambda p: p.name)
def test_ingest_holds_no_client_of_any_protocol(path: Path) -> None:
    names = imported(path)
    assert {name.split(".")[0] for name in names} & CLIENTS == set()
    assert {name for name in names if name.startswith("urllib")} <= {"urllib.parse"}


def test_the_ear_hears_a_connection_and_a_file() -> None:
    with heard() as reached:
        Path(__file__).read_bytes()
    assert reached == ["open"]


HOSTS = st.sampled_from(["127.0.0.1:9", "localhost", "[::1]", "example.org", "169.254.169.254"])
SCHEMES = st.sampled_from(["http", "https", "ftp", "file", "jar", "gopher", "\\\\"])
PATHS = st.sampled_from(["", "/a.pdf", "/etc/passwd", "/latest/meta-data/", "/标书.zip"])
ADDRESSES = st.builds("{}://{}{}".format, SCHEMES, HOSTS, PATHS)
EACH = (
    "公告\n采购人：示例大学\n详见附件：{0}\n",
    "<html><base href='{0}'><link href='{0}'><p>中标公告</p><img src='{0}'></html>",
    "<html><meta http-equiv=refresh content='0;url={0}'><iframe src='{0}'></iframe>公告</html>",
    "<!DOCTYPE n [<!ENTITY x SYSTEM '{0}'>]><n>&x;</n>",
    "<?xml version='1.0'?><?xml-stylesheet href='{0}'?><ContractNotice xmlns='{0}'/>",
    "<?xml version='1.0'?><n xmlns:x='http://www.w3.org/2001/XInclude'><x:include href='{0}'/></n>",
    '{{"title": "中标公告", "content": "<img src=\'{0}\'>采购人：示例大学", "url": "{0}"}}',
    '{{"ocid": "x-1", "id": "1", "tag": ["award"], "documents": [{{"url": "{0}"}}]}}',
    'From: a@b.example\nSubject: 公告\nContent-Type: message/external-body; URL="{0}"\n\n{0}',
    "项目名称,采购人,链接\n云平台,示例大学,{0}\n",
)
FRAMES = st.sampled_from(EACH)


@settings(max_examples=300)
@given(FRAMES, ADDRESSES)
def test_reading_opens_no_connection_and_no_file_whatever_address_stands_there(
    frame: str, address: str
) -> None:
    raw = frame.format(address.replace("\\", "\\\\")).encode()
    read(raw, SOURCE)  # loads what it needs
    with heard() as reached:
        assert read(raw, SOURCE)
    assert reached == []


@pytest.mark.parametrize("frame", EACH)
def test_the_libraries_below_fetch_nothing_either(frame: str, tmp_path: Path) -> None:
    """C code reports to no audit hook: a listening socket and a file of ours are the witnesses."""
    (tmp_path / "secret").write_text("SECRET-OF-THE-MACHINE", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/x.dtd", (tmp_path / "secret").as_uri()):
            found = read(frame.format(address).encode(), SOURCE)
            assert "SECRET-OF-THE-MACHINE" not in str(found)
        with pytest.raises(BlockingIOError):
            server.accept()
