"""docker-compose.yml holds together: what its schema cannot see is checked here."""

import json
import re
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploy.compose_secrets import make
from tests.unit.deploy.compose_reading import (
    COMPOSE,
    COMPOSE_TEXT,
    OUR_IMAGES,
    ROOT,
    SERVICES,
    VARIABLE,
    names_used,
    variables_of_compose,
    variables_of_example,
    with_example_values,
)

SCHEMA = (
    Path(sysconfig.get_path("purelib"))
    / "check_jsonschema/builtin_schemas/vendor/compose-spec.json"
)


def _conditions() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, other, wanted)
        for name, service in SERVICES.items()
        for other, wanted in service.get("depends_on", {}).items()
    ]


def test_the_file_is_valid_by_the_compose_specification() -> None:
    # The schema that ships with check-jsonschema, read directly: it needs no network.
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    found = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(with_example_values())]
    assert found == []


@pytest.mark.parametrize("kind", ["secrets", "configs", "networks"])
def test_every_name_used_is_declared_and_every_declared_name_is_used(kind: str) -> None:
    assert names_used(kind) == set(COMPOSE[kind])


def test_every_volume_is_a_declared_named_volume_or_a_folder_that_is_only_read() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    folders = [mount for mount in mounts if mount.startswith("./")]
    assert names_used("volumes") - {f.split(":")[0] for f in folders} == set(COMPOSE["volumes"])
    assert [folder for folder in folders if not folder.endswith(":ro")] == []


def test_dependencies_exist_and_can_fulfil_their_condition() -> None:
    for name, other, wanted in _conditions():
        assert other in SERVICES, f"{name} waits for {other}, which does not exist"
        if wanted["condition"] == "service_healthy":
            assert "test" in SERVICES[other].get("healthcheck", {}), other
        else:
            assert wanted["condition"] == "service_completed_successfully"
            assert SERVICES[other]["restart"] == "no", other


def test_a_service_of_the_core_waits_for_a_profile_only_if_it_can_do_without() -> None:
    for name, other, wanted in _conditions():
        if SERVICES[other].get("profiles", []) not in ([], SERVICES[name].get("profiles", [])):
            assert wanted.get("required") is False, f"{name} -> {other}"


def test_every_task_but_the_operators_command_is_waited_for() -> None:
    # `up --wait` takes a task that ended for a failure unless somebody waits for its end.
    tasks = {name for name, service in SERVICES.items() if service["restart"] == "no"}
    assert tasks - {other for _, other, _ in _conditions()} == {"ops"}


def test_images_have_an_exact_tag() -> None:
    for name, service in SERVICES.items():
        tag = service["image"].split(":", 1)[1]
        assert tag.startswith("${EXPORTWATCH_VERSION") or re.match(r"v?\d+\.\d+(\.\d+)?", tag), name
    assert ":latest" not in COMPOSE_TEXT


def test_ports_are_published_on_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:${")] == []


def test_the_broker_and_the_database_are_on_the_inner_network_only() -> None:
    assert COMPOSE["networks"]["bus"]["internal"] is True
    for name in ("postgres", "kafka"):
        assert SERVICES[name]["networks"] == ["bus"]
        assert "ports" not in SERVICES[name]


def test_containers_of_our_code_are_hardened() -> None:
    assert len(OUR_IMAGES) == 10
    for name, service in OUR_IMAGES.items():
        assert service["init"] is True, name
        assert service["read_only"] is True, name
        assert service["user"] == "10001:10001", name
        assert service["cap_drop"] == ["ALL"], name
        assert service["stop_grace_period"] == "30s", name
        assert "noexec" in service["tmpfs"][0], name


def test_every_container_has_limits_rotation_and_no_new_privileges() -> None:
    for name, service in SERVICES.items():
        assert {"mem_limit", "cpus", "pids_limit", "init"} <= set(service), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"max-size", "max-file"} <= set(service["logging"]["options"]), name


def test_health_checks_run_without_a_shell_pipeline_and_with_timings_from_variables() -> None:
    for name, service in SERVICES.items():
        check = service["healthcheck"]
        if check == {"disable": True}:
            assert service["restart"] == "no", name
            continue
        assert check["test"][0] == "CMD", name
        for timing in ("interval", "timeout", "retries", "start_period", "start_interval"):
            assert str(check[timing]).startswith("${HEALTH_"), f"{name}.{timing}"


def test_the_database_mounts_the_folder_that_version_18_wants() -> None:
    assert SERVICES["postgres"]["volumes"] == ["postgres-data:/var/lib/postgresql"]


def test_every_variable_is_required_and_explained_in_the_example() -> None:
    assert [name for name, needed in VARIABLE.findall(COMPOSE_TEXT) if not needed] == []
    # Compose itself reads the list of profiles.
    assert variables_of_compose() | {"COMPOSE_PROFILES"} == set(variables_of_example())


def test_no_secret_has_a_value_in_the_example_or_the_compose_file() -> None:
    assert not [n for n in variables_of_example() if re.search("PASSWORD|TOKEN|SECRET|DSN", n)]
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|SECRET|DSN", variable):
                assert variable.endswith("_FILE"), f"{name}.{variable}"
                secret = value.removeprefix("/run/secrets/")
                assert secret in service["secrets"], f"{name}.{variable}"


def test_every_secret_is_a_file_that_the_generator_makes(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make(folder)
    files = {path.name for path in folder.iterdir()}
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == files
    assert folder.stat().st_mode & 0o777 == 0o700


def test_making_secrets_again_changes_none(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert make(folder)
    before = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert make(folder) == []
    assert {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()} == before


def test_every_mounted_configuration_exists() -> None:
    assert [c for c in COMPOSE["configs"].values() if not (ROOT / c["file"]).is_file()] == []
