# The two commands that matter are `make run` and `make test`; both call `make setup` first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
# The first interpreter that is new enough; override with `make PYTHON=… run`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# Twice quiet: what pip says of indexes and folders that it passes over is no mistake; mistakes are still told.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 22

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo 'make: Python 3.11 or newer is needed; set PYTHON to its path' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/build.lock requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Installing the locked dependencies …'
	@$(PIP_INSTALL) --require-hashes -r requirements/build.lock -r requirements/run.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: requirements/test.lock $(VENV)/.installed
	@echo 'Installing the locked test dependencies …'
	@# Compiled when they are first imported: most of it never is.
	@$(PIP_INSTALL) --no-compile --require-hashes -r requirements/test.lock
	@touch $@

translations/%.mo: translations/%.po | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ \
		--locale $(word 2,$(subst /, ,$@))

.PHONY: setup
setup: $(VENV)/.installed $(CATALOGUES) ## Create .venv with the locked dependencies and compile translations and code
	@# Whoever runs the portal may not be allowed to write here, and would compile it anew at every start.
	@$(BIN)/python -m compileall -q portal

.PHONY: setup-test
setup-test: setup $(VENV)/.installed-test

.PHONY: run
run: setup ## Start web and worker on http://127.0.0.1:8000/ with demo accounts
	@PORTAL_PREVIEW=$${PORTAL_PREVIEW:-1} exec $(BIN)/portal serve --host $(HOST) --port $(PORT) --worker --prepare

.PHONY: check
check: check-types check-all-else ## Lint, dangerous calls, types, architecture, templates, content, catalogues, known holes

# Half of the time, so that `make --jobs=2 check` takes that of the longer half.
.PHONY: check-types
check-types: setup-test
	@$(BIN)/mypy

.PHONY: check-all-else
check-all-else: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml portal
	@$(BIN)/djlint portal --lint --quiet
	@$(BIN)/python -m tests.house.catalogues
	@$(BIN)/python -m tests.house.schemas
	@$(BIN)/portal content check --strict
	@$(BIN)/python -m tests.house.known_holes

.PHONY: test
test: setup-test ## Run every test; PORTAL_TEST_REQUIRE=all makes a missing program a failure
	@tests/fetch-validator
	@tests/fetch-provider
	@tests/run-all

.PHONY: test-two-machines
test-two-machines: setup-test ## Every journey once more, on two servers and two workers behind nginx (seven minutes)
	@PORTAL_TEST_MACHINES=two PORTAL_TEST_REQUIRE=all $(BIN)/python -m pytest tests/browser/test_outcomes.py

.PHONY: snapshots
snapshots: setup-test ## Take the pictures anew that the views are compared with; look at them before a commit
	@PORTAL_TEST_SNAPSHOTS=take $(BIN)/python -m pytest tests/browser/test_snapshots.py

.PHONY: contact-sheet
contact-sheet: setup-test ## Pictures of every kind of page, language, width and colour scheme in tests/browser/screenshots/
	@$(BIN)/python -m tests.browser.contact_sheet

.PHONY: bench
bench: setup-test ## Run the benchmarks of bench/ and print tables of ratios
	@$(BIN)/python -m bench

.PHONY: catalogues
catalogues: setup-test ## Bring the translation catalogues up to date with the source
	@$(BIN)/python -m tests.house.catalogues --update

.PHONY: schemas
schemas: setup-test ## Write the JSON Schema of the front matter anew
	@$(BIN)/python -m tests.house.schemas --update

.PHONY: lock
lock: ## Resolve the dependencies anew and write the lock files (needs pip-tools)
	@for pair in 'build requirements/build.in' 'run pyproject.toml' 's3 --extra=s3 pyproject.toml' \
		'tracing --extra=tracing pyproject.toml' 'identity --extra=identity pyproject.toml' \
		'test --extra=test pyproject.toml' 'wapiti requirements/wapiti.in' 'peers requirements/peers.in'; do \
		set -- $$pair; name=$$1; shift; \
		pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-options \
			--strip-extras --no-header --no-annotate --allow-unsafe --output-file requirements/$$name.lock "$$@"; \
	done
