# Exportwatch: every verb of the project. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH := .venv-bench
EXTRAS := ingest enrich score notify ops local dev bench
SOURCES := contracts chassis services deploy tests

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## make the virtual environment from the hashed lock

$(STAMP): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP) ## the main job end to end: feed the examples, show the alerts
	@$(BIN)/exportwatch demo

up: $(STAMP) ## run everything without Docker until Ctrl-C
	@$(BIN)/exportwatch up

test: check ## all checks and all tests (unit, integration, e2e)
	@$(BIN)/python -m pytest

check: $(STAMP) ## format, lint, types, layers, generated files, contract compatibility
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m deploy.generate --check

fmt: $(STAMP) ## format and fix what can be fixed
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

docs: $(STAMP) ## regenerate schemas, AsyncAPI and the reference pages
	@$(BIN)/python -m deploy.generate

quality: $(STAMP) ## judge the labelled set and write docs/quality.md
	@$(BIN)/python -m deploy.quality --write

fuzz: $(STAMP) ## 10,000 mutated notices, events and archives; prints its seed
	@$(BIN)/python -m tests.fuzz

bench: $(STAMP) ## print every figure of docs/performance.md
	@$(MAKE) --no-print-directory $(BENCH)/.installed || { rm -rf $(BENCH); echo "nomenklatura could not be installed (network?): ours only"; }
	@$(BIN)/python -m tests.benchmarks

$(BENCH)/.installed: requirements/bench.lock
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@echo "installing nomenklatura into $(BENCH) ..."
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

lock: $(STAMP) ## resolve requirements/*.lock anew (hashed, without index addresses)
	@for extra in $(EXTRAS); do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" --extra $$extra pyproject.toml -o requirements/$$extra.lock || exit 1; done

clean: ## remove the environment and local data
	rm -rf $(VENV) $(BENCH) .local

.PHONY: help setup demo up test check fmt docs quality fuzz bench lock clean
