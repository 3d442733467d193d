# Every target sets itself up in .venv, that of clusters in .venv/cluster; nothing has to be installed first but Python and make.
.DEFAULT_GOAL := help
.PHONY: help demo workshop test lint bench verify test-page test-cluster .test-cluster lock clean

VENV ?= .venv
ARGS ?=
WORKERS ?= 2
RESULTS ?= results

# The first Python that is new enough and can make a virtual environment; or say make PYTHON=...
new_enough := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c '$(new_enough)' >/dev/null 2>&1 && { echo $$p; break; }; done)

python := $(VENV)/bin/python
pip := $(python) -m pip --disable-pip-version-check --quiet
ready_to_run := $(VENV)/.ready-to-run
ready_to_test := $(VENV)/.ready-to-test
ready_for_cluster := $(VENV)/.ready-for-cluster

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(ready_to_run) ## compare three measures on a small township (ARGS="..." for overrides)
	@$(VENV)/bin/gongzhi demo $(ARGS)

workshop: $(ready_to_run) ## the page for workshops, in the browser (ARGS="--lang zh --host ...")
	@$(VENV)/bin/gongzhi workshop $(ARGS)

test: $(ready_to_test) ## the default tests (ARGS="-k name", WORKERS=0 for one process)
	@$(python) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: $(ready_to_test) ## style, format and types
	@$(VENV)/bin/ruff check --output-format concise .
	@$(VENV)/bin/ruff format --check --output-format concise .
	@$(VENV)/bin/mypy

bench: $(ready_to_run) ## how fast the engine is on this machine
	@$(python) -m benchmarks $(ARGS)

verify: $(ready_to_test) ## all tests, the slow ones too; ends with a table of figures, also in results/verify
	@HYPOTHESIS_PROFILE=verify GONGZHI_VERIFY=$(RESULTS)/verify \
		$(python) -m pytest -m "not cluster" -n $(WORKERS) --dist loadfile $(ARGS)

test-page: $(ready_to_test) ## the workshop page in a real Chromium, which must be there; ends with how soon it answers
	@$(python) -m pytest -m browser -n 0 $(ARGS) tests/workshop
	@$(python) -m benchmarks --only browser_first_answer_seconds browser_first_answer_ratio browser_band_seconds \
		browser_ten_first_seconds

test-cluster: ## a study on a real ray cluster of two nodes, one of them killed; and submitit's jobs
	@$(MAKE) --no-print-directory VENV=$(VENV)/cluster .test-cluster

.test-cluster: $(ready_for_cluster)
	@$(python) -m pytest -m cluster -n 0 $(ARGS) tests/cluster

lock: $(python) ## write the lock files anew (ARGS=--upgrade for the newest releases)
	@PYTHON=$(python) scripts/lock.sh $(ARGS)

clean: ## remove caches and build products; keeps .venv and results
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

$(python):
	@$(or $(PYTHON),false) -c '$(new_enough)' 2>/dev/null || { \
		echo "Gongzhi needs Python 3.11 or newer with venv (on Debian and Ubuntu: the package python3-venv)." ; \
		echo "Found: $$($(or $(PYTHON),python3) --version 2>/dev/null || echo none). Name another: make PYTHON=/path/to/python3.11 ..." ; \
		exit 1; } >&2
	$(PYTHON) -m venv $(VENV)

# All packages come from the lock, checked by their hashes; pip and the build tools first, then the rest.
define install
	@echo "Setting up $(VENV) from $(1) (the first time takes a few minutes) ..."
	@$(pip) install --require-hashes -r requirements-build.lock
	@$(pip) install --require-hashes --no-build-isolation -r $(1)
	@PYTHONWARNINGS=ignore $(pip) install --no-deps --no-build-isolation -e .
	@touch $@
endef

$(ready_to_run): requirements.lock requirements-build.lock pyproject.toml setup.py | $(python)
	$(call install,requirements.lock)

$(ready_to_test): requirements-test.lock requirements-build.lock pyproject.toml setup.py | $(python)
	$(call install,requirements-test.lock)

$(ready_for_cluster): requirements-cluster.lock requirements-build.lock pyproject.toml setup.py | $(python)
	$(call install,requirements-cluster.lock)
