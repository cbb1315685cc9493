# Everything runs in a virtual environment made here on first use; nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check run bench chaos lock clean

$(READY): requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $(READY)

demo: $(READY)   ## one report and one proposal through the whole house, without Telegram
	$(BIN)/python -m bot demo

test: $(READY)   ## every test, on all cores, against real files, a real PostgreSQL and the local Bot API server
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(READY)  ## style, types, import contracts, catalogues
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.check_catalogues --unused

run: $(READY)    ## the bot itself; needs BOT_TOKEN
	$(BIN)/python -m bot run

bench: $(READY)  ## measures against the peers named in docs/measures.md; writes build/bench.json
	$(BIN)/python -m tests.benchmarks

chaos: $(READY)  ## the long random runs
	$(BIN)/python -m pytest tests/chaos --long

lock: pyproject.toml  ## pin every dependency anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --output-file requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build data keys .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
