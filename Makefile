# Everything lives in .venv. `demo` needs only what the package needs; `install` adds the tools for development.

# The first of these that is new enough makes .venv. To choose: make PYTHON=/path/to/python3 install
PYTHON := python3 python3.14 python3.13 python3.12 python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
RECIPE := pyproject.toml constraints.txt

.PHONY: help demo install test lint types format bench clean

help:
	@echo "make demo      train on the handwritten digits that come with the package"
	@echo "make install   .venv with everything for development"
	@echo "make test      format, lint, types and tests"
	@echo "make format    bring the code into shape"
	@echo "make bench     measure against the peers (installs torch)"
	@echo "make clean     remove .venv and caches"

demo: .venv/for-use
	$(BIN)/neuroglass train digits

install: .venv/for-development

test: lint types
	$(BIN)/python -m pytest --quiet --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/for-benchmarks
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache

# pip is the last thing that venv makes: an interrupted one is made again.
.venv/bin/pip:
	@for python in $(PYTHON); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec $$python -m venv --clear .venv; \
	done; \
	echo "neuroglass needs Python 3.11 or newer; found $$($(firstword $(PYTHON)) --version 2>&1)." >&2; \
	echo "Install a newer one from python.org, or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
	exit 1

.venv/for-use: $(RECIPE) | .venv/bin/pip
	@echo "Installing neuroglass into .venv (a few minutes the first time)"
	$(PIP) --editable .
	@touch $@

.venv/for-development: $(RECIPE) | .venv/bin/pip
	@echo "Installing neuroglass and its development tools into .venv (a few minutes the first time)"
	$(PIP) --editable '.[dev]'
	@touch .venv/for-use $@

.venv/for-benchmarks: $(RECIPE) | .venv/bin/pip
	@echo "Installing neuroglass and its peers into .venv (torch is large)"
	$(PIP) --editable '.[dev,peers]'
	@touch .venv/for-use .venv/for-development $@
