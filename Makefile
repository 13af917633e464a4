# make run   opens the console; without a terminal it plays a recorded call as a readable timeline
# make test  checks and tests everything
#
# Both need only Python 3.11 or 3.12 with its headers, a C compiler, make and git. The program is installed
# in .venv once, and again when pyproject.toml changes. `make PYTHON=/path/to/python run` chooses a Python.

MAKEFLAGS += --no-print-directory --silent
BIN := .venv/bin/python
SOURCES := $(shell find mka_assist -name '*.py')
CALL := $(firstword $(sort $(wildcard fixtures/meldingen/*.yaml)))

.PHONY: run test clean

run: .venv/bytecode
	if [ -t 0 ] && [ -t 1 ]; then exec $(BIN) -m mka_assist console; \
	else exec $(BIN) -m mka_assist replay $(CALL); fi

test: .venv/with-tests
	$(BIN) -m ruff check --quiet
	$(BIN) -m ruff format --check --quiet
	$(BIN) -m mypy --no-error-summary
	.venv/bin/lint-imports --no-logo > .venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	$(BIN) -m pytest -n 2

clean:
	rm -rf .venv dist build

# Starting without bytecode takes four times as long, and an editable install compiles nothing by itself
# where PYTHONDONTWRITEBYTECODE is set.
.venv/bytecode: .venv/installed $(SOURCES)
	$(BIN) -m compileall -q mka_assist
	touch $@

.venv/installed: pyproject.toml scripts/install
	scripts/install .
	touch $@

.venv/with-tests: pyproject.toml scripts/install
	scripts/install '.[test]'
	touch .venv/installed $@
