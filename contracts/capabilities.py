"""What export controls care about: accelerators, clouds, AI services, and their wording."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from contracts.envelope import OPEN, Contract
from contracts.evidence import Evidence

Supply = Annotated[Literal["us", "domestic", "us_china_region", "other", "unknown"], OPEN]
"""Who supplies: a US provider, a Chinese one, the China region of a US cloud, someone else."""


class Classification(Contract):
    """An accelerator's export classification, computed from its figures by the rule of a date.

    `paragraph` is e.g. 3A090.a, 3A090.b, `none`, or `needs_classification` where the die area is
    missing; `sentence` shows the arithmetic.
    """

    paragraph: str
    tpp: float | None = Field(default=None, description="Total processing performance")
    performance_density: float | None = Field(default=None, description="TPP per mm2")
    licence_note: str | None = Field(
        default=None, description="Licence need that the arithmetic does not show, e.g. H20"
    )
    controlled: bool
    sentence: str
    rule: str
    as_of: date
    verify_by: date | None = None
    source: str | None = None


class ChipMention(Contract):
    """An accelerator named in a notice, with count and the mitigations that stand beside it."""

    name: str = Field(description="Catalogue name without vendor, memory or form factor: A100")
    vendor: str | None = None
    domestic: bool = False
    count: int | None = Field(default=None, description="Accelerators; null when not stated")
    count_sentence: str | None = Field(default=None, description="e.g. 500 servers x 8 = 4,000")
    equivalent_wording: bool = Field(default=False, description="'not lower than', 'or equivalent'")
    negated: bool = Field(default=False, description="Excluded or expressly not bought")
    alternative_group: int | None = Field(
        default=None, description="Mentions sharing a number are alternatives, counted once"
    )
    classification: Classification
    evidence: Evidence


class CloudMention(Contract):
    """A cloud provider named in a notice."""

    name: str = Field(description="Catalogue name: AWS, Azure, Alibaba Cloud, AWS China, ...")
    supply: Supply
    negated: bool = False
    insufficient: bool = Field(default=False, description="Named as not good enough")
    evidence: Evidence


class AiServiceMention(Contract):
    """An AI service or model named in a notice."""

    name: str = Field(description="As catalogued: Azure OpenAI, Amazon Bedrock, Claude 3, GPT-4o")
    supply: Supply
    negated: bool = False
    evidence: Evidence


class Wording(Contract):
    """Wording that changes what a notice means.

    `kind`: compute_rental, cloud_service, ai_service, tokens, reseller, overseas_access, military,
    domestic_requirement, exclusion, end_user, ai_training, not_about_compute.
    """

    kind: str
    term: str
    evidence: Evidence


class RunningAccelerators(Contract):
    """Accelerators started, or tried, by one account event."""

    instance_type: str
    instances: int | None = None
    chip: str | None = Field(
        default=None, description="Null: the type is of an accelerator family but unmapped"
    )
    per_instance: int | None = None
    total: int | None = None
    unmapped: bool = False
    classification: Classification | None = None
