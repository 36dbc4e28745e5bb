"""Ports of an installation: each has its own, and nobody gets one before its process started."""

import pytest

from deploy.local.installation import Installation, Options
from deploy.local.ports import HeldPort


def test_every_process_of_two_installations_has_a_port_of_its_own(tmp_path):
    # So many that ports drawn without being held would meet by chance almost surely.
    crowd = {"enrich": 200}
    installations = [
        Installation(Options(tmp_path / name, durable=False, replicas=crowd), lambda _: None)
        for name in ("one", "two")
    ]
    ports = [port for each in installations for port in each.ports.values()]

    assert len(ports) > 400
    assert len(set(ports)) == len(ports)


def test_a_port_is_held_until_its_process_starts(tmp_path):
    installation = Installation(Options(tmp_path, durable=False), lambda _: None)
    ingest = next(spec for spec in installation.specs() if spec.name == "ingest")
    webhook = installation.ports["webhook"]

    with pytest.raises(OSError, match="in use"):
        HeldPort(webhook)
    for port in ingest.ports:
        port.release()

    assert HeldPort(webhook).release() == webhook
