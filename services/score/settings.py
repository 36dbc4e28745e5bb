"""Settings of score."""

from pathlib import Path

from pydantic import Field

from chassis.settings import ServiceSettings

BUNDLED_POLICY = Path(__file__).parents[2] / "deploy" / "config" / "policy.toml"


class ScoreSettings(ServiceSettings):
    """What score needs besides bus and database."""

    policy_path: Path = Field(default=BUNDLED_POLICY, description="Weights, bands and dated law")
