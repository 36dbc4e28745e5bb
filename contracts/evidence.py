"""Facts with the words they were read from: nothing is stated without its quote."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from contracts.envelope import Contract


class Evidence(Contract):
    """A quote and where it stands in the stored text (code points, end exclusive).

    `start` and `end` are null where the source is structured data without a text (`how` names the
    field, e.g. "ocds:awards[0].value").
    """

    quote: str = Field(max_length=500)
    start: int | None = None
    end: int | None = None
    how: str = Field(
        default="", description="How it was found: label, table, field path, lexicon row"
    )
    confidence: float = Field(default=1.0, ge=0, le=1)
    uncertain: bool = Field(
        default=False, description="True where a reader should check the original"
    )


class TextFact(Evidence):
    """A text read from the notice."""

    value: str


class DateFact(Evidence):
    """A calendar date in the notice's own time zone (UTC+8 for Chinese notices)."""

    value: date


class MoneyFact(Evidence):
    """An amount in whole currency units (not 10,000 yuan); null value = stated but not readable."""

    value: Decimal | None = None
    currency: str = "CNY"
    kind: str = Field(default="total", description="total | rate | unit_price | per_package")
    exchange_rate: Decimal | None = Field(
        default=None, description="Yuan for one unit of the currency, where the source states it"
    )
    rate_date: date | None = Field(default=None, description="Day of that rate, where stated")
