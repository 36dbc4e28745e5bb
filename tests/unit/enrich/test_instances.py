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
        ("gcp", "NVIDIA_TESLA_A100", "A100", 1),
        ("gcp", "NVIDIA_H100_80GB", "H100", 1),
        ("gcp", "g4-standard-384", "RTX PRO 6000", 8),
        ("gcp", "v4-8", "TPU v4", 4),
        ("gcp", "v5p-128", "TPU v5p", 64),
        ("gcp", "v5litepod-16", "TPU v5e", 16),
        ("gcp", "v6e-256", "TPU v6e", 256),
        ("gcp", "tpu-v5p", "TPU v5p", 1),
        ("gcp", "ct6e-standard-8t", "TPU v6e", 8),
        ("gcp", "tpu7x-standard-4t", "TPU v7", 4),
        ("gcp", "tpu7x-128", "TPU v7", 64),
        ("aws", "accelerator:h100", "H100", 1),
        ("aws", "p2.16xlarge", "K80", 16),
        ("aws", "g4ad.16xlarge", "Radeon Pro V520", 4),
        ("aws", "g7e.48xlarge", "RTX PRO 6000", 8),
        ("aws", "p6-b200.metal-48xl", "B200", 8),
        ("aws", "inf1.24xlarge", "Inferentia", 16),
        ("aws", "ml.trn1.32xlarge", "Trainium", 16),
        ("azure", "STANDARD_ND40RS_V2", "V100", 8),
        ("azure", "Standard_NC24rs_v2", "P100", 4),
        ("azure", "Standard_ND24rs", "P40", 4),
        ("azure", "Standard_NV6ads_A10_v5", "A10", 1),
        ("azure", "Standard_ND128isr_GB300_v6", "GB300", 4),
        ("oci", "VM.GPU3.4", "V100", 4),
        ("oci", "BM.GPU.B4.8", "A100", 8),
        ("oci", "BM.GPU.MI355X-v1.8", "MI355X", 8),
        ("alibaba", "ecs.gn7e-c16g1.32xlarge", "A100", 8),
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
        ("azure", "Standard_ND999"),
        ("gcp", "a5-ultragpu-8g"),
        ("gcp", "nvidia-x900"),
        ("gcp", "v9-128"),
        ("aws", "p9.48xlarge"),
        ("aws", "accelerator:gaudi-hl-205"),
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
        ("azure", "Standard_NP10s"),
        ("azure", "Standard_M416ms_v2"),
        ("gcp", "n2-standard-8"),
        ("gcp", "c4a-highmem-96"),
        ("aws", "hpc7g.16xlarge"),
        ("oci", "BM.Standard.A1.160"),
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


@pytest.mark.parametrize(
    ("provider", "instance_type", "chip"),
    [("aws", "p4d", "A100"), ("gcp", "g2-custom-8-32768", "L4")],
)
def test_a_chip_may_be_known_where_its_number_is_not(
    provider: str, instance_type: str, chip: str
) -> None:
    found = running(TYPES, CHIPS, provider, (instance_type, 2), DAY)
    assert found is not None
    assert (found.chip, found.per_instance, found.total, found.unmapped) == (
        chip,
        None,
        None,
        False,
    )


def test_every_row_says_where_it_comes_from_and_when_it_was_looked_at() -> None:
    listed = (*TYPES.rows, *TYPES.families)
    assert all(row.source and row.verified_on > date(2026, 1, 1) for row in listed)


def test_every_known_type_is_of_a_family_so_that_no_row_hides_an_unknown_one() -> None:
    names = {
        "aws": ("p5.48xlarge", "g6e.xlarge", "trn2.48xlarge", "accelerator:t4"),
        "azure": ("Standard_NC40ads_H100_v5", "Standard_NG8ads_V620_v1"),
        "gcp": ("a3-megagpu-8g", "ct5p-hightpu-4t", "tpu-v6e", "v5litepod-4", "nvidia-l4"),
        "oci": ("VM.GPU.A10.1",),
    }
    unknown = [
        (p, t) for p, given in names.items() for t in given if not TYPES.is_accelerated(p, t)
    ]
    assert unknown == []
