"""Settings of enrich."""

from typing import Literal

from pydantic import Field

from chassis.settings import ServiceSettings

ScorerName = Literal["none", "logic-v2"]


class EnrichSettings(ServiceSettings):
    """What enrich needs beside bus and database: how old the screening lists may be."""

    list_alarm_hours: float = Field(
        default=48, gt=0, description="Age of the lists from which results are provisional"
    )
    list_fail_days: float = Field(
        default=7, gt=0, description="Age of the lists from which the service is not ready"
    )
    seen_keep_days: float = Field(
        default=400,
        gt=0,
        description="Days for which what was seen is kept, to be screened again on new lists",
    )
    english_scorer: ScorerName = Field(
        default="none",
        description="A further opinion on English names that no key decides, at most 60 listed"
        " names each: none, or logic-v2 (about 10 ms a name; needs the package nomenklatura)",
    )
