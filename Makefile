# Two commands do everything: `make app` serves the app, `make test` runs every test.
# Two more take long and may be interrupted: `make results` measures every recipe, `make models` trains what ships.
# Each installs what it needs into .venv first, once.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
HAS_APP := $(VENV)/.has-requirements
HAS_DEV := $(VENV)/.has-requirements-dev

.PHONY: app test test-fast lint results models

app: $(HAS_APP)
	DIGITREC_ADMIN=1 $(RUN) -m streamlit run app.py --server.port 8501 --server.address localhost

# The browser tests come alone: they measure how long a person waits.
test: $(HAS_DEV)
	$(RUN) scripts/ensure_chromium.py
	$(RUN) -m pytest -n 2 -m "not browser"
	$(RUN) -m pytest -m browser

test-fast: $(HAS_DEV)
	$(RUN) -m pytest -n 2 -m "not browser and not slow"

lint: $(HAS_DEV)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

results: $(HAS_APP)
	$(RUN) -m digitrec results

models: $(HAS_APP)
	$(RUN) -m scripts.ship

$(RUN):
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  f"digitrec needs Python 3.11 to 3.13, and $(PYTHON) is {v[0]}.{v[1]}: name another, as in PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(HAS_APP): requirements.txt | $(RUN)
	$(PIP) -r requirements.txt
	@touch $@

$(HAS_DEV): requirements.txt requirements-dev.txt | $(RUN)
	$(PIP) -r requirements-dev.txt
	@touch $(HAS_APP) $@
