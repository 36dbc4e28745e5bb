"""The container set-up and the code agree: settings, commands, images, metrics."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from prometheus_client import Histogram

from chassis import metrics
from chassis.settings import ServiceSettings
from deploy.cli import COMMANDS
from deploy.environment import OperatorSettings
from deploy.local.processes import PROCESSES
from tests.unit.deploy.compose_reading import FOUR, OUR_IMAGES, ROOT, SERVICES

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
OBSERVABILITY = ROOT / "deploy" / "observability"
NOT_OURS = {"up"}


def _settings(service: str) -> type[ServiceSettings]:
    module = pytest.importorskip(f"services.{service}.settings")
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, ServiceSettings)
    ]
    return next(cls for cls in found if cls is not ServiceSettings)


@pytest.mark.parametrize("service", FOUR)
def test_a_service_is_given_only_variables_that_its_settings_know(service: str) -> None:
    known = {name.upper() for name in _settings(service).model_fields}
    given = {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}
    assert given - known == set()


@pytest.mark.parametrize("service", FOUR)
def test_a_service_is_given_every_variable_that_has_no_default(service: str) -> None:
    fields = _settings(service).model_fields
    needed = {name.upper() for name, field in fields.items() if field.is_required()}
    given = {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}
    assert needed - given == set()


def test_compose_runs_the_same_processes_as_the_run_without_containers() -> None:
    own = {name: tuple(SERVICES[name]["command"][1:]) for name in FOUR}
    assert own == {process.name: process.command for process in PROCESSES}


def test_tasks_are_given_only_variables_that_the_operators_command_knows() -> None:
    known = {name.upper() for name in OperatorSettings.model_fields}
    passwords = {f"{name.upper()}_PASSWORD" for name in (*FOUR, "reporter")}
    for task in ("migrate", "topics", "ops", "lists-load"):
        given = {name.removesuffix("_FILE") for name in SERVICES[task]["environment"]}
        assert given - known - passwords == set(), task


@pytest.mark.parametrize("service", FOUR)
def test_an_image_runs_the_service_it_was_built_for(service: str) -> None:
    compose = SERVICES[service]
    assert compose["build"]["args"] == {"SERVICE": service}
    assert compose["image"].startswith(f"exportwatch-{service}:")
    assert compose["command"] == ["python", "-m", f"services.{service}"]


def test_every_module_and_sub_command_that_a_container_runs_exists() -> None:
    for name, service in OUR_IMAGES.items():
        argv = " ".join([*service.get("entrypoint", []), *service["command"]])
        modules = re.findall(r"python -m (\S+) ?(\S*)", argv)
        assert modules, name
        for module, argument in modules:
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").is_file() or path.is_dir(), name
            if module == "deploy.cli":
                assert argument in {*COMMANDS, "--help"}, name


def test_the_list_that_the_demo_loads_is_in_the_image() -> None:
    file = SERVICES["lists-load"]["command"][-1].split()[-1]
    assert (ROOT / file).is_file()


def test_every_image_has_a_lock_with_hashes() -> None:
    for service in (*FOUR, "ops", "local"):
        lock = (ROOT / "requirements" / f"{service}.lock").read_text(encoding="utf-8")
        assert "--hash=sha256:" in lock
        assert "--index-url" not in lock


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(
        [str(hadolint), str(DOCKERFILE)], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_the_image_has_a_numeric_user_that_is_not_root_and_a_pinned_base() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    assert re.findall(r"^USER (.+)$", text, re.M) == ["10001:10001"]
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.11\.\d+-slim-\w+$", text, re.M)
    assert "--require-hashes" in text


def _exported() -> set[str]:
    names: set[str] = set()
    for family in metrics.REGISTRY.collect():
        total = f"{family.name}_total" if family.type == "counter" else family.name
        names |= {total, *(s.name for s in family.samples)}
    for value in vars(metrics).values():
        if isinstance(value, Histogram):
            names |= {f"{m.name}_{part}" for m in value.describe() for part in ("bucket", "count")}
    return names


def _used(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:up|exportwatch_[a-z0-9_]+)\b", expression))


def test_alert_rules_and_the_dashboard_use_only_metrics_that_exist() -> None:
    rules = yaml.safe_load((OBSERVABILITY / "alerts.yml").read_text(encoding="utf-8"))
    board = json.loads((OBSERVABILITY / "grafana/overview.json").read_text(encoding="utf-8"))
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    expressions += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    used = set().union(*map(_used, expressions))
    assert used - NOT_OURS - _exported() == set()


def test_every_alert_rule_says_what_to_do() -> None:
    rules = yaml.safe_load((OBSERVABILITY / "alerts.yml").read_text(encoding="utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"]["action"], rule["alert"]
            assert rule["labels"]["severity"] in {"page", "ticket"}


def test_prometheus_asks_every_service_at_the_port_compose_gives_it() -> None:
    config = yaml.safe_load((OBSERVABILITY / "prometheus.yml").read_text(encoding="utf-8"))
    asked = config["scrape_configs"][0]["static_configs"][0]["targets"]
    assert asked == [f"{name}:{SERVICES[name]['environment']['HEALTH_PORT']}" for name in FOUR]
