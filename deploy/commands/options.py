"""Options that several commands share, so that they say the same of them."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line")]
