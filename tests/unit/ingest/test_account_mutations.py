"""Events with any one value exchanged or dropped: each is told, ignored or quarantined."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.domain.reading import AccountRead, read
from tests.unit.ingest import test_azure as azure
from tests.unit.ingest import test_bedrock_logs as bedrock
from tests.unit.ingest import test_cloudtrail as cloudtrail
from tests.unit.ingest import test_gcp as gcp
from tests.unit.ingest import test_oci as oci
from tests.unit.ingest import test_signup_fields as signups
from tests.unit.ingest.account_files import SOURCE, trail

EVENTS: tuple[dict[str, Any], ...] = (
    *(trail(n, s, requestParameters=asked) for n, s, asked, _ in cloudtrail.LAUNCHES),
    cloudtrail.fleet({"errorSet": {"item": {"errorCode": "x"}}}),
    cloudtrail.RESULT,
    *(azure.rest(name, body) for name, body, _ in azure.REQUESTS),
    *(azure.export(name, body) for name, body, _ in azure.REQUESTS),
    azure.diagnostic("RequestResponse", "ChatCompletions_Create", modelName="gpt-4o"),
    *(gcp.entry(method, asked) for method, asked, _ in gcp.REQUESTS),
    gcp.LAST,
    *(oci.old(f"{s}.{n}", oci.data(n, asked)) for s, n, asked, _ in oci.REQUESTS),
    *(oci.new(f"{s}.{n}", oci.data(n, asked)) for s, n, asked, _ in oci.REQUESTS),
    bedrock.log(),
    signups.event(signups.FULL),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["a@b.cn", "\x00", "\ud800", "x" * 5000, "2024-13-45", "p5.48xlarge", "{", "[]"]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
    st.just({"items": [{"items": [None]}]}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield (*path, key)
        if isinstance(each, dict | list):
            yield from places(each, (*path, key))


@settings(max_examples=400)
@given(st.data())
def test_no_value_in_any_place_stops_the_reading(data: st.DataObject) -> None:
    event = copy.deepcopy(data.draw(st.sampled_from(EVENTS)))
    *way, last = data.draw(st.sampled_from(list(places(event))))
    holder = event
    for key in way:
        holder = holder[key]
    holder[last] = data.draw(ODD)

    found = read(json.dumps(event).encode("utf-8", "replace"), SOURCE)

    assert found
    for reading in found:
        if isinstance(reading, AccountRead):
            assert "@" not in reading.data.account
            assert reading.data.model_dump_json()


@settings(max_examples=200)
@given(st.data())
def test_a_file_cut_anywhere_tells_what_stands_before_the_cut(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(EVENTS), min_size=2, max_size=4))
    whole = json.dumps({"Records": chosen}).encode()
    cut = data.draw(st.integers(min_value=1, max_value=len(whole) - 1))

    found = read(whole[:cut], SOURCE)

    assert found
    assert not isinstance(found[-1], AccountRead)


def test_half_a_surrogate_pair_is_replaced_and_a_whole_one_kept() -> None:
    stated = json.dumps(signups.event({"account_id": "1", "legal_name": "NAME"}))
    halves = stated.replace("NAME", r"a\ud800b\udc00c\uD83D\uDE00d\\ud800")

    (reading,) = read(halves.encode(), SOURCE)

    assert isinstance(reading, AccountRead)
    assert reading.data.signup is not None
    assert reading.data.signup.legal_name == "a\ufffdb\ufffdc\U0001f600d\\ud800"
