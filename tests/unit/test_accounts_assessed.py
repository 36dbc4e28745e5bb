"""Account files of every vendor through `assess`: clouds, chips, totals, services, repeats."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.assess import assess_files
from deploy.assess_json import as_json
from tests.unit.ingest import test_azure as azure
from tests.unit.ingest import test_bedrock_logs as bedrock
from tests.unit.ingest import test_gcp as gcp
from tests.unit.ingest import test_oci as oci
from tests.unit.ingest.account_files import trail

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def assessed(folder: Path, *files: Any) -> list[dict[str, Any]]:
    for number, value in enumerate(files):
        (folder / f"{number}.json").write_text(json.dumps(value), "utf-8")
    return [as_json(line) for line in assess_files([folder], None, NOW)]


def shown(record: dict[str, Any]) -> tuple[Any, ...]:
    chips = {chip["name"]: chip["count"] for chip in record["chips"]}
    return record["clouds"], chips, record["total_accelerators"], record["ai_services"]


FLEET = {"spotFleetRequestConfig": {"launchSpecifications": [{"instanceType": "p5.48xlarge"}]}}
TWO = {
    "resourceConfig": {
        "instanceGroups": [
            {"instanceType": "ml.p4d.24xlarge", "instanceCount": 1},
            {"instanceType": "ml.p4de.24xlarge", "instanceCount": 2},
        ]
    }
}
BEIJING = {"instanceType": "p4d.24xlarge", "instancesSet": {"items": [{"maxCount": 1}]}}
DEPLOYMENT = {"properties": {"model": {"name": "gpt-4o"}}}


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (
            trail("CreateTrainingJob", "sagemaker", requestParameters=TWO),
            (["AWS"], {"A100": 24}, 24, []),
        ),
        (
            trail("RequestSpotFleet", requestParameters=FLEET),
            (["AWS"], {"H100": None}, None, []),
        ),
        (
            trail("RunInstances", requestParameters=BEIJING, awsRegion="cn-north-1"),
            (["AWS China"], {"A100": 8}, 8, []),
        ),
        (
            trail("RunInstances", requestParameters={"instanceType": "p9.48xlarge"}),
            (["AWS"], {}, None, []),
        ),
        (bedrock.log(), (["AWS"], {}, 0, ["Amazon Bedrock", "Claude 3.5"])),
        (azure.rest(azure.VM, azure.VM_BODY), (["Azure"], {"H100": 8}, 8, [])),
        (
            azure.rest("Microsoft.CognitiveServices/accounts/deployments/write", DEPLOYMENT),
            (["Azure"], {}, 0, ["Azure OpenAI", "GPT-4o"]),
        ),
        (gcp.entry(*gcp.REQUESTS[12][:2]), (["Google Cloud"], {"A100": 32, "T4": 4}, 36, [])),
        (gcp.entry(*gcp.REQUESTS[9][:2]), (["Google Cloud"], {"TPU v5p": 64}, 64, [])),
        (
            oci.old("computeApi.LaunchInstance", oci.data("x", {"shape": "BM.GPU.H100.8"})),
            (["OCI"], {"H100": 8}, 8, []),
        ),
    ],
)
def test_an_event_shows_its_cloud_chips_total_and_services(
    tmp_path: Path, event: dict[str, Any], found: tuple[Any, ...]
) -> None:
    (record,) = assessed(tmp_path, event)

    assert (record["status"], shown(record)) == ("assessed", found)


def test_a_failure_in_another_file_makes_the_first_record_an_attempt(tmp_path: Path) -> None:
    failed = gcp.entry(
        "v1.compute.instances.insert",
        operation=gcp.OPERATION | {"last": True},
        payload={"status": {"code": 8}},
    )

    first, last = assessed(tmp_path, gcp.FIRST, failed)

    assert first["account"]["attempted_only"]
    assert (last["status"], last["reason"].startswith("duplicate of")) == ("ignored", True)


def test_the_same_event_in_two_files_is_assessed_once(tmp_path: Path) -> None:
    first, again = assessed(tmp_path, gcp.PLAIN, {"entries": [gcp.PLAIN]})

    assert (first["status"], again["status"]) == ("assessed", "ignored")
    assert first["total_accelerators"] == 8
