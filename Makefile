# The project's commands. `make` alone lists them.

PYTHON ?= python3
VENV ?= .venv
CACHE_DIR ?= .cache
PORT ?= 8000
AUDIT := $(CACHE_DIR)/audit
SETUP := $(PYTHON) -m creditportal.development.setup

# Each command starts many processes of the same code: it is compiled once for all of them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo run audit test test-fast coverage check bench bench-search fuzz format setup clean

help: ## list the commands
	@$(PYTHON) -c "from creditportal.version import VERSION; print('Enterprise credit portal', VERSION)"
	@echo "make demo     set up what is missing and run the portal with a demo city on http://127.0.0.1:8000"
	@echo "              PORT=8000 DATA_DIR=.data ENTERPRISES=2000 ENGINE=sqlite|elasticsearch"
	@echo "make run      set up what is missing, migrate and serve the data of DATA_DIR, without a demo city"
	@echo "make test     set up what is missing and run all tests, with a PostgreSQL and an Elasticsearch of their own"
	@echo "              ARGS='tests/search -k pinyin' starts only what these tests need and runs them once"
	@echo "make test-fast  the pure rules, without Django and servers"
	@echo "make coverage branch coverage of rules and services by their tests, each with its floor"
	@echo "make check    lint, format, types, imports, dead code, what docs name, templates, migrations"
	@echo "make audit    known vulnerabilities of the pinned packages; needs the network"
	@echo "make bench    measure, each figure beside a reference of the same run; ARGS='NAME...'"
	@echo "make bench-search  the scorecard of search; ARGS='--sizes 20000 --engines sqlite --questions 100'"
	@echo "make fuzz     send damaged files to a running portal; ARGS='--mutations 200 --only XLS --seed 2'"
	@echo "make format   format code and templates"
	@echo "make setup    only set up what the portal runs on"
	@echo "make clean    remove .venv and caches; the data, and a VENV or CACHE_DIR elsewhere, stay"
	@echo "VENV=.venv CACHE_DIR=.cache name other folders for environment and downloads"
	@echo "More in docs/development.md."

demo: ## run the portal with a demo city
	@$(SETUP) demo

run: ## serve the data of DATA_DIR
	@$(SETUP) portal
	@$(VENV)/bin/python manage.py migrate --no-input --verbosity 0
	@BIND=127.0.0.1:$(PORT) $(VENV)/bin/python -m creditportal.web

audit: ## name known vulnerabilities of the pins
	@$(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip install --quiet pip-audit==2.10.1
	@$(AUDIT)/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.txt --requirement tests/requirements.txt $(ARGS)

test: ## run all tests
	@$(SETUP) tests -m tests.run $(ARGS)

test-fast: ## test the pure rules, without Django and servers
	@$(SETUP) tests -m tests.fast $(ARGS)

coverage: ## measure what the tests of rules and services run
	@$(SETUP) tests -m tests.coverage $(ARGS)

check: ## check style, types, imports, dead code, docs, templates, migrations
	@$(SETUP) tests -m tests.check

bench: ## measure
	@$(SETUP) tests -m tests.bench $(ARGS)

bench-search: ## the scorecard of search
	@$(SETUP) tests -m tests.bench.search $(ARGS)

fuzz: ## send damaged files to a running portal
	@$(SETUP) tests -m tests.fuzz $(ARGS)

format: ## format code and templates
	@$(SETUP) tests -m tests.check --write

setup: ## only set up
	@$(SETUP) portal

clean: ## remove what was made here
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache bench-results
