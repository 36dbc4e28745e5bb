"""The gate for contracts stops every change that a reader or writer of a release would feel."""

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from deploy.compatibility import breaks


class Inner(BaseModel):
    word: Literal["a", "unknown"] = "a"


class Released(BaseModel):
    name: str = Field(max_length=10)
    count: int | None = None
    inner: Inner = Inner()
    kind: Literal["x", "y"] = "x"


def _schema(**fields):
    return type(
        "Now",
        (Released,),
        {
            "__annotations__": {k: v for k, (v, _) in fields.items()},
            **{k: d for k, (_, d) in fields.items()},
        },
    ).model_json_schema()


RELEASED = Released.model_json_schema()


def test_the_same_schema_breaks_nothing():
    assert breaks(RELEASED, RELEASED) == []


def test_a_new_optional_field_is_harmless():
    assert breaks(RELEASED, _schema(added=(int | None, None))) == []


def test_a_word_more_in_an_open_enum_is_harmless():
    class Inner(BaseModel):
        word: Literal["a", "b", "unknown"] = "a"

    assert breaks(RELEASED, _schema(inner=(Inner, Inner()))) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: s["properties"].pop("count"), "$.count: removed"),
        (lambda s: s["required"].append("count"), "$.count: newly required"),
        (lambda s: s["required"].remove("name"), "$.name: no longer required"),
        (lambda s: s["properties"]["name"].update(maxLength=5), "$.name: maxLength 10 became 5"),
        (lambda s: s["properties"]["name"].update(type="integer"), "$.name: type string"),
        (lambda s: s["properties"]["kind"].update(enum=["x"]), "$.kind: enum lost"),
        (lambda s: s["properties"]["kind"].update(enum=["x", "y", "z"]), "$.kind: closed enum"),
        (lambda s: s["$defs"]["Inner"]["properties"].pop("word"), "$.inner.word: removed"),
    ],
    ids=["removed", "required", "optional", "tighter", "retyped", "narrowed", "closed", "nested"],
)
def test_a_breaking_change_is_named_with_its_place(change, says):
    changed = Released.model_json_schema()
    change(changed)

    assert any(line.startswith(says) for line in breaks(RELEASED, changed))
