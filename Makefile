# Two commands matter: `make run` and `make test`. They need git, make and
# python3 3.11 or newer; everything else is put into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
DATA ?= ../shared/data
WORKERS ?= auto
N ?= 10000
ARGS ?=

PY := .venv/bin/python
MANAGE := $(PY) manage.py
PINS := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
export PIP_ROOT_USER_ACTION = ignore
export PYTHONUNBUFFERED = 1
# A demonstration and its tests ask nothing of the Python around them.
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV

.PHONY: help
help: ## This list
	@grep -E "^[a-z]+:.*##" Makefile | sed -E "s/:.*## /	/"

# Addresses that pages, feeds and sheets give of themselves lead to where it listens.
.PHONY: run
run: export SITE_URL := $(or $(SITE_URL),http://127.0.0.1:$(PORT))
run: .venv/.runtime ## Start the portal with demo data at 127.0.0.1 (PORT=8000)
	@echo "Preparing the database; an empty one gets the demo county"
	@umask 077; $(MANAGE) make_keys
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_defaults >/dev/null
	@$(MANAGE) seed_demo --if-empty >/dev/null
	@exec $(MANAGE) serve --port $(PORT)

.PHONY: test test-sqlite test-postgresql
test: test-sqlite test-postgresql ## All tests on SQLite, then on PostgreSQL (ARGS="-k word")

test-sqlite: .venv/.development
	@$(PY) -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder $(ARGS)

test-postgresql: .venv/.development
	@$(PY) -m tests.postgres -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not browser and not once" $(ARGS)

.NOTPARALLEL:

# `make -k lint` runs the rest of them after one has failed.
.PHONY: lint lint-code lint-types lint-layers lint-templates lint-project
lint: lint-code lint-types lint-layers lint-templates lint-project ## Every check of form, types and structure

lint-code: .venv/.development
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

lint-types: .venv/.development
	$(PY) -m mypy .

lint-layers: .venv/.development
	$(PY) .venv/bin/lint-imports --no-logo

lint-templates: .venv/.development
	$(PY) -m djlint --check templates
	$(PY) -m djlint --quiet --lint templates

lint-project: export DJANGO_SETTINGS_MODULE = disclosure_portal.settings.test
lint-project: export DATABASE_URL = sqlite://:memory:
lint-project: .venv/.development
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) spectacular --api-version v1 --validate --fail-on-warn --file /dev/null

.PHONY: format
format: .venv/.development ## Write code and templates in the agreed form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	-$(PY) -m djlint --quiet --reformat templates

.PHONY: messages
messages: .venv/.development ## Collect the texts to translate, compile the catalogue
	$(MANAGE) makemessages --locale zh_Hans --add-location file --no-obsolete \
		--ignore .venv --ignore .var --ignore tests --ignore bench
	$(MANAGE) compilemessages --locale zh_Hans --ignore .venv --ignore .var

.PHONY: trial
trial: .venv/.development ## Import real files and write the figures (DATA=folder)
	$(PY) -m bench.trial "$(DATA)"

.PHONY: bench
bench: .venv/.development ## Measure how fast the portal is (a quarter of an hour; N=10000)
	@$(PY) -W ignore -m bench measure --size $(N)
ifeq ($(N),10000)
	@$(PY) -W ignore -m bench worker
	@$(PY) -W ignore -m bench load
	@$(PY) -W ignore -m bench speeds --data "$(DATA)"
endif

.PHONY: pins
pins: .venv/.development ## Pin every dependency again, with hashes
	$(PINS) $(ARGS) pyproject.toml -o requirements.txt
	$(PINS) $(ARGS) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.PHONY: clean
clean: ## Remove what was built; data in .var stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
		htmlcov .coverage staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Set-up ---------------------------------------------------------------------

# The name of the first Python that is new enough; PYTHON=… decides otherwise.
FIND_PYTHON = for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	"$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
		&& break; \
	python=""; \
	done; \
	test -n "$$python" || { \
		echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }

# pip says a line for each package; a dot for each shows that something happens.
# The files name all that is needed: without --no-deps, pip may prefer a newer release of
# a package that is asked for with an extra, and then refuse it for want of its hash.
INSTALL = install() { \
	echo "$$1"; \
	{ $(PY) -m pip install --no-deps --require-hashes -r "$$2" || echo failed > .venv/.failed; } \
		| while read -r line; do case "$$line" in Collecting*) printf .;; esac; done; \
	echo; \
	if test -e .venv/.failed; then rm .venv/.failed; exit 1; fi; }; install

.venv/.made:
	@$(FIND_PYTHON); \
	"$$python" -c "import venv, ensurepip" 2>/dev/null || { \
		echo "Python cannot make a virtual environment here. On Debian or Ubuntu:" >&2; \
		echo "    sudo apt-get install python3-venv" >&2; \
		exit 1; }; \
	echo "Making .venv with $$("$$python" --version)"; \
	"$$python" -m venv --clear .venv
	@touch $@

.venv/.runtime: .venv/.made requirements.txt
	@$(INSTALL) "Installing what the portal needs (about a minute)" requirements.txt
	@touch $@

.venv/.development: .venv/.runtime requirements-dev.txt
	@$(INSTALL) "Installing what its tests need (about a minute)" requirements-dev.txt
	@touch $@
