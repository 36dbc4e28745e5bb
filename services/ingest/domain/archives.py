"""ZIP archives: the files inside, within limits that a bomb does not pass."""

import io
import zipfile

MAX_MEMBERS = 2_000
MAX_BYTES = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_WORKBOOK = "xl/workbook.xml"
_NOT_OURS = ("__MACOSX/", ".DS_Store")


def is_archive(raw: bytes) -> bool:
    """Tell whether the bytes are a ZIP archive of files, not a workbook."""
    return raw.startswith((_ZIP, _EMPTY)) and not is_workbook(raw)


def is_workbook(raw: bytes) -> bool:
    """Tell whether the bytes are an Excel workbook, which is a ZIP archive too."""
    if not raw.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _WORKBOOK in archive.namelist()
    except Exception:  # noqa: BLE001 - zipfile lets through whatever damaged fields cause
        return False


def is_bomb(workbook: bytes) -> bool:
    """Tell whether a workbook unpacks to more than is read of an archive.

    No part of it unpacks to more than the archive states: what is over is not read.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES


def members(raw: bytes) -> list[tuple[str, bytes]] | str:
    """Return name and content of every file inside, or a sentence that says what to do.

    Sizes are counted while unpacking: what an archive says of itself proves nothing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _unpacked(archive)
    except (RuntimeError, NotImplementedError):
        return "the archive is encrypted or packed in a way we do not read: send the files plainly"
    except Exception:  # noqa: BLE001 - zipfile lets through whatever damaged fields cause
        return "the archive is cut off or broken: send it again"


def _unpacked(archive: zipfile.ZipFile) -> list[tuple[str, bytes]] | str:
    entries = [e for e in archive.infolist() if not e.is_dir() and not _is_litter(e.filename)]
    if not entries:
        return "the archive holds no files"
    if len(entries) > MAX_MEMBERS:
        return f"the archive holds more than {MAX_MEMBERS:,} files: send it in parts"
    left, found = MAX_BYTES, []
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            mib = MAX_BYTES // (1024 * 1024)
            return f"the archive unpacks to more than {mib} MiB: send it in parts"
        found.append((entry.filename, content))
    return found


def _is_litter(name: str) -> bool:
    return name.startswith(_NOT_OURS) or name.endswith(_NOT_OURS)
