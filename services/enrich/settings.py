"""Settings of enrich."""

from pydantic import Field

from chassis.settings import ServiceSettings


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
