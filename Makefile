# Everything runs in a virtual environment made here on first use; nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# What the tests and pictures of the playground's page look through: a browser, the letters of most phones, and emoji.
SIGHT := chromium fonts-roboto-unhinted fonts-noto-color-emoji

# What prints citizens' office files (no Java, no window), shuts that in, has letters as wide as those of Word's fonts, and emoji.
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-math-nogui bubblewrap \
          fonts-liberation2 fonts-crosextra-carlito fonts-crosextra-caladea fonts-dejavu-core fonts-symbola

.PHONY: demo test check run bench chaos browser office screenshots lock clean

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

browser:         ## Debian's Chromium, for the tests of the playground's page; needs root, and goes on without
	@if dpkg -s $(SIGHT) >/dev/null 2>&1; then echo "browser: Chromium and its letters are here."; \
	elif [ "$$(id -u)" != 0 ]; then echo "browser: NOT installed, it needs root: sudo make browser"; \
	elif apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends $(SIGHT) >/dev/null; \
	then echo "browser: installed."; \
	else echo "browser: NOT installed, apt-get could not. The tests of the playground's page will be skipped, aloud."; fi

office:          ## Debian's LibreOffice, for files that are not DOCX or XLSX; needs root, and goes on without
	@if dpkg -s $(OFFICE) >/dev/null 2>&1; then echo "office: LibreOffice and its letters are here."; \
	elif [ "$$(id -u)" != 0 ]; then echo "office: NOT installed, it needs root: sudo make office"; \
	elif apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends $(OFFICE) >/dev/null; \
	then echo "office: installed."; \
	else echo "office: NOT installed, apt-get could not. The tests of printed files will be skipped, aloud."; fi

screenshots: $(READY)  ## the pictures in docs/pictures, from the playground's page; needs `make browser`
	$(BIN)/python -m tests.screenshots

lock: pyproject.toml  ## pin every dependency anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --output-file requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build data keys .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
