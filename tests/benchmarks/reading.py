"""How many notices and account events a second one core reads and validates, without any bus."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from services.ingest.domain.reading import AccountRead, TenderRead, read
from services.ingest.domain.source import SourceInfo
from tests.unit.ingest.account_files import trail
from tests.unit.ingest.test_azure import VM, VM_BODY, rest
from tests.unit.ingest.test_gcp import entry, machine

SOURCE = SourceInfo(datetime(2026, 11, 25, tzinfo=UTC))
ROUNDS = 7
RECORDS = 2000
NOTICES = 40
PARAGRAPHS = 150
ACCOUNTS = 200

LAUNCH = {
    "instancesSet": {"items": [{"imageId": "ami-00000000000000000", "minCount": 1, "maxCount": 1}]},
    "instanceType": "p4d.24xlarge",
    "blockDeviceMapping": {},
    "monitoring": {"enabled": False},
    "tagSpecificationSet": {
        "items": [
            {"resourceType": "instance", "tags": [{"key": "Project", "value": "SZU-2024-CS-0317"}]}
        ]
    },
}
STARTED = {
    "reservationId": "r-00000000000000001",
    "instancesSet": {
        "items": [{"instanceId": "i-00000000000000010", "instanceType": "p4d.24xlarge"}]
    },
}
PARAGRAPH = (
    "<p>投标人应当按照招标文件的要求编制投标文件，对招标文件提出的实质性要求和条件作出响应；"
    "服务期内应当提供云平台的运行维护、数据备份和技术培训，并在接到通知后四小时内到达现场。</p>"
)


def table() -> str:
    """Return rates of one core, the median of rounds, and the size of what was read."""
    files = {
        "notices, HTML": ([notice(number) for number in range(NOTICES)], TenderRead),
        "account events, CloudTrail in gzip": ([cloudtrail()], AccountRead),
        "account events, Azure": ([azure()], AccountRead),
        "account events, Google Cloud": ([gcp()], AccountRead),
    }
    rows = [
        "| what | bytes each | read a second (median of 7) | range |",
        "| --- | --- | --- | --- |",
    ]
    for name, (held, kind) in files.items():
        size = sum(len(gzip.decompress(f) if f[:1] == b"\x1f" else f) for f in held)
        rates = [rate(held, kind) for _ in range(ROUNDS)]
        records = sum(len(read(file, SOURCE)) for file in held)
        shown = f"{median(rates):,.0f} | {min(rates):,.0f}-{max(rates):,.0f}"
        rows.append(f"| {name} | {size // records:,} | {shown} |")
    return "\n".join(rows)


def rate(files: list[bytes], kind: type) -> float:
    """Return records of a kind read in a second of this process's own time."""
    started = time.process_time()
    found = [reading for file in files for reading in read(file, SOURCE)]
    spent = time.process_time() - started
    assert all(isinstance(reading, kind) for reading in found)
    return len(found) / spent


def cloudtrail() -> bytes:
    """Return a file of launches as CloudTrail writes it."""

    def record(number: int) -> dict[str, Any]:
        account = f"{number % ACCOUNTS:012d}"
        named = {"eventID": f"e-{number}", "recipientAccountId": account}
        return trail("RunInstances", requestParameters=LAUNCH, responseElements=STARTED, **named)

    return gzip.compress(json.dumps({"Records": _each(record)}).encode())


def azure() -> bytes:
    """Return an export of machines created."""
    return json.dumps(
        {"records": _each(lambda n: rest(VM, VM_BODY, correlationId=f"c-{n}"))}
    ).encode()


def gcp() -> bytes:
    """Return lines of machines created."""

    def record(number: int) -> dict[str, Any]:
        asked = machine("a3-highgpu-8g")
        return entry("v1.compute.instances.insert", asked, insertId=f"i-{number}")

    return "\n".join(json.dumps(each) for each in _each(record)).encode()


def notice(number: int) -> bytes:
    """Return an award notice of 30 to 60 kilobytes, as portals print them."""
    facts = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (
            ("项目编号", f"EX-2024-{number:04d}"),
            ("项目名称", "算力云服务采购项目"),
            ("采购人", "示例大学"),
            ("供应商名称", "示例云科技有限公司"),
            ("成交金额", "199,804.00 元"),
            ("公告日期", "2024年03月28日"),
        )
    )
    body = PARAGRAPH * PARAGRAPHS
    title = "<h1>示例大学算力云服务采购项目成交结果公告</h1>"
    return f"<html><body>{title}<table>{facts}</table>{body}</body></html>".encode()


def _each(record: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    return [record(number) for number in range(RECORDS)]


if __name__ == "__main__":
    print(table())
