"""Bucket and mail drops over the real vault and bus: whole files, the right source."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from chassis.errors import Transient
from contracts.tenders import Provenance
from services.ingest.adapters.drop import Drop, DropFolder
from services.ingest.adapters.files import Marks
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.maildir import Mailbox, MailDrop
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.register import NewSource
from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_vault_and_bus import notice

pytestmark = pytest.mark.integration

NOW = datetime(2024, 4, 1, tzinfo=UTC)
Row = tuple[str, str, str, str | None]


def clock() -> datetime:
    return NOW


def drop(
    station: Station, folder: Path, *, marked: bool = False, intake: Intake | None = None
) -> DropFolder:
    sources, marks = PostgresSources(station.pool), Marks(station.pool, "drop")
    return DropFolder(intake or station.intake, sources, Drop(folder, marked), clock, marks)


def maildrop(station: Station, folder: Path, intake: Intake | None = None) -> MailDrop:
    sources = PostgresSources(station.pool)
    return MailDrop(intake or station.intake, sources, Mailbox(folder), clock)


async def register(station: Station, name: str) -> None:
    row = NewSource(name, "team", Provenance.OFFICIAL_FEED, None, "ann")
    await PostgresSources(station.pool).add(row)


async def kept(station: Station) -> list[Row]:
    query = "SELECT source, provenance, mode, file FROM ingest.raw ORDER BY source, file"
    async with station.pool.connection() as conn:
        return await (await conn.execute(query)).fetchall()


def put(folder: Path, key: str, raw: bytes | None = None) -> Path:
    path = folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notice()[0] if raw is None else raw)
    return path


async def looks(way: DropFolder | MailDrop, times: int = 2) -> list[int]:
    return [await way.look() for _ in range(times)]


async def test_the_first_prefix_names_the_source_and_a_restart_reads_nothing_again(
    station: Station, tmp_path: Path
) -> None:
    await register(station, "gd-feed")
    put(tmp_path, "gd-feed/2024/04/a.txt")
    put(tmp_path, "strangers/2024/b.txt")
    put(tmp_path, "c.txt")

    assert await looks(drop(station, tmp_path), 3) == [0, 3, 0]
    assert await looks(drop(station, tmp_path), 3) == [0, 0, 0]

    assert await kept(station) == [
        ("drop", "unverified_upload", "live", "b.txt"),
        ("drop", "unverified_upload", "live", "c.txt"),
        ("gd-feed", "official_feed", "shadow", "a.txt"),
    ]


async def test_markers_parts_links_and_hidden_files_are_no_notices(
    station: Station, tmp_path: Path
) -> None:
    for key in ("a/_SUCCESS", "a/_metadata.json", "a/.hidden", "a/b.txt.part", "a/c.html.tmp"):
        put(tmp_path, key)
    put(tmp_path, "_temporary/0/d.txt")
    (tmp_path / "link.txt").symlink_to(put(tmp_path.parent, "elsewhere.txt"))

    assert await looks(drop(station, tmp_path)) == [0, 0]


async def test_a_key_whose_next_version_is_being_written_waits(
    station: Station, tmp_path: Path
) -> None:
    put(tmp_path, "a.txt", notice()[0][:40])
    part = put(tmp_path, "a.txt.part")
    folder = drop(station, tmp_path)
    assert await looks(folder, 3) == [0, 0, 0]

    part.replace(tmp_path / "a.txt")
    assert await looks(folder, 3) == [0, 1, 0]
    assert await station.intake.vault.left() == 0


async def test_a_key_that_still_grows_waits_and_a_changed_one_is_read_again(
    station: Station, tmp_path: Path
) -> None:
    raw, _ = notice()
    path = put(tmp_path, "a.txt", raw[:50])
    folder = drop(station, tmp_path)
    assert await folder.look() == 0
    path.write_bytes(raw)
    assert await looks(folder, 3) == [0, 1, 0]
    path.write_bytes(raw + b"\n")
    assert await looks(folder, 3) == [0, 1, 0]


async def test_with_markers_a_prefix_is_read_once_its_success_is_there(
    station: Station, tmp_path: Path
) -> None:
    put(tmp_path, "run=1/day=1/a.txt")
    put(tmp_path, "run=2/b.txt")
    folder = drop(station, tmp_path, marked=True)
    assert await looks(folder) == [0, 0]

    put(tmp_path, "run=1/_SUCCESS", b"")
    assert await looks(folder, 3) == [0, 1, 0]
    assert [row[3] for row in await kept(station)] == ["a.txt"]


async def test_a_drop_waits_for_the_broker(station: Station, tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    broken = drop(station, tmp_path, intake=station.away)
    await broken.look()
    with pytest.raises(Transient):
        await broken.look()

    assert await looks(drop(station, tmp_path)) == [0, 1]
    assert await station.intake.vault.left() == 0


def mail(body: str) -> bytes:
    message = EmailMessage()
    message["From"] = "portal@example.org"
    message["To"] = "intake@example.org"
    message["Date"] = "Mon, 01 Apr 2024 08:00:00 +0800"
    message["Subject"] = "notice"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body)
    return message.as_bytes()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for box in (tmp_path, tmp_path / ".gd-feed", tmp_path / ".unknown"):
        for part in ("new", "cur", "tmp"):
            (box / part).mkdir(parents=True)
    return tmp_path


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_message_is_read_from_new_and_moved_to_cur_as_seen(
    station: Station, maildir: Path
) -> None:
    put(maildir, "new/1711929600.M1.host", mail(notice()[0].decode()))
    put(maildir, "tmp/1711929601.M2.host", mail(notice()[0].decode()))
    box = maildrop(station, maildir)

    assert await looks(box) == [1, 0]
    assert listed(maildir / "new") == []
    assert listed(maildir / "cur") == ["1711929600.M1.host:2,S"]
    assert listed(maildir / "tmp") == ["1711929601.M2.host"]
    assert [row[:3] for row in await kept(station)] == [("mail", "unverified_upload", "live")]


async def test_a_message_that_cannot_be_read_is_flagged(station: Station, maildir: Path) -> None:
    put(maildir, "new/1.host", mail("lunch?"))

    assert await maildrop(station, maildir).look() == 1
    assert listed(maildir / "cur") == ["1.host:2,FS"]
    (row,) = await station.intake.vault.quarantined()
    assert row.reason == "not_a_notice"


async def test_a_folder_of_a_registered_source_speaks_for_it_and_others_for_nobody(
    station: Station, maildir: Path
) -> None:
    await register(station, "gd-feed")
    put(maildir, ".gd-feed/new/1.host", mail(notice()[0].decode()))
    put(maildir, ".unknown/new/2.host", mail(notice()[0].decode()))

    assert await maildrop(station, maildir).look() == 2
    assert [row[:2] for row in await kept(station)] == [
        ("gd-feed", "official_feed"),
        ("mail", "unverified_upload"),
    ]
    assert listed(maildir / ".gd-feed" / "cur") == ["1.host:2,S"]


async def test_a_message_stays_in_new_while_the_broker_is_away(
    station: Station, maildir: Path
) -> None:
    put(maildir, "new/1.host", mail(notice()[0].decode()))
    with pytest.raises(Transient):
        await maildrop(station, maildir, station.away).look()
    assert listed(maildir / "new") == ["1.host"]

    assert await maildrop(station, maildir).look() == 1
    assert (listed(maildir / "new"), await station.intake.vault.left()) == ([], 0)
