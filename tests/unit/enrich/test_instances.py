"""Instance types: which accelerators they carry, and that unknown ones are said."""

from datetime import date

import pytest

from services.enrich.data.bundle import catalogue_files
from services.enrich.domain.chips import Chips
from services.enrich.domain.instances import InstanceTypes, running

TYPES = InstanceTypes.parse(catalogue_files()["instance_types.toml"])
CHIPS = Chips.parse(catalogue_files()["accelerators.toml"])
DAY = date(2024, 4, 2)


@pytest.mark.parametrize(
    ("provider", "instance_type", "chip", "count"),
    [
        ("aws", "p4d.24xlarge", "A100", 8),
        ("aws", "p4de.24xlarge", "A100", 8),
        ("aws", "p5.48xlarge", "H100", 8),
        ("aws", "p5.4xlarge", "H100", 1),
        ("aws", "p5en.48xlarge", "H200", 8),
        ("aws", "p6-b200.48xlarge", "B200", 8),
        ("aws", "g5.2xlarge", "A10G", 1),
        ("aws", "g5.48xlarge", "A10G", 8),
        ("aws", "g6e.12xlarge", "L40S", 4),
        ("aws", "trn2.48xlarge", "Trainium2", 16),
        ("aws", "ml.p4d.24xlarge", "A100", 8),
        ("aws", "P4D.24XLARGE", "A100", 8),
        ("unknown", "p4d.24xlarge", "A100", 8),
        ("azure", "Standard_ND96asr_v4", "A100", 8),
        ("azure", "Standard_ND96amsr_A100_v4", "A100", 8),
        ("azure", "Standard_NC24ads_A100_v4", "A100", 1),
        ("azure", "Standard_NC96ads_A100_v4", "A100", 4),
        ("azure", "Standard_NC80adis_H100_v5", "H100 NVL", 2),
        ("azure", "Standard_ND96isr_H200_v5", "H200", 8),
        ("azure", "Standard_ND128isr_NDR_GB200_v6", "GB200", 4),
        ("gcp", "a2-highgpu-4g", "A100", 4),
        ("gcp", "a2-megagpu-16g", "A100", 16),
        ("gcp", "a3-ultragpu-8g", "H200", 8),
        ("gcp", "a4x-highgpu-4g", "GB200", 4),
        (
            "gcp",
            "https://www.googleapis.com/compute/v1/projects/p/zones/z/machineTypes/a3-highgpu-8g",
            "H100",
            8,
        ),
        ("gcp", "nvidia-tesla-t4", "T4", 1),
        ("oci", "BM.GPU4.8", "A100", 8),
        ("oci", "BM.GPU.H100.8", "H100", 8),
        ("oci", "BM.GPU.GB200-v3.4", "GB200", 4),
    ],
)
def test_a_known_type_maps_to_its_chips(
    provider: str, instance_type: str, chip: str, count: int
) -> None:
    found = running(TYPES, CHIPS, provider, (instance_type, 3), DAY)
    assert found is not None
    assert (found.chip, found.per_instance, found.total) == (chip, count, 3 * count)
    assert found.classification is not None


@pytest.mark.parametrize(
    ("provider", "instance_type"),
    [
        ("aws", "p9x.96xlarge"),
        ("aws", "ml.g9.xlarge"),
        ("aws", "trn9.48xlarge"),
        ("azure", "Standard_ND999_v9"),
        ("gcp", "a9-highgpu-8g"),
        ("oci", "BM.GPU.X900.8"),
        ("unknown", "p9x.96xlarge"),
    ],
)
def test_an_unknown_type_of_an_accelerator_family_is_said(
    provider: str, instance_type: str
) -> None:
    found = running(TYPES, CHIPS, provider, (instance_type, 1), DAY)
    assert found is not None
    assert found.unmapped
    assert (found.chip, found.total, found.classification) == (None, None, None)


@pytest.mark.parametrize(
    ("provider", "instance_type"),
    [
        ("aws", "t3.micro"),
        ("aws", "m7i.large"),
        ("azure", "Standard_D4s_v5"),
        ("gcp", "n2-standard-8"),
        ("oci", "VM.Standard.E4.Flex"),
    ],
)
def test_an_ordinary_type_is_no_finding(provider: str, instance_type: str) -> None:
    assert running(TYPES, CHIPS, provider, (instance_type, 1), DAY) is None


def test_an_unknown_number_of_instances_gives_no_total() -> None:
    found = running(TYPES, CHIPS, "aws", ("p4d.24xlarge", None), DAY)
    assert found is not None
    assert (found.per_instance, found.total) == (8, None)


def test_every_row_names_a_chip_of_the_catalogue() -> None:
    assert {row.chip for row in TYPES.rows} <= set(CHIPS.rows)
