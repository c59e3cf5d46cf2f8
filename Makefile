# Everything runs from one Python environment in .venv, built from the lock files in requirements/.
PYTHON ?= python3
BIN := $(CURDIR)/.venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes

.PHONY: setup run demo test check bench messages train lock

setup: .venv/.parvis-setup  ## build the environment; afterwards .venv/bin/parvis works

run: setup  ## start everything and print the address; Ctrl-C stops it
	@exec $(BIN)/parvis run

demo: setup  ## load the demo company again, in place of whatever is there
	@exec $(BIN)/parvis demo --load

test: .venv/.parvis-dev  ## everything: lint, types, contracts, translations, tests; ends with the counts
	@exec $(BIN)/python tests/run.py

check: .venv/.parvis-dev  ## the same without the tests
	@exec $(BIN)/python tests/run.py --without-tests

bench: .venv/.parvis-dev  ## measure speed and size beside something run in the same breath
	@exec $(BIN)/python -m bench

messages: .venv/.parvis-dev  ## make messages CAPABILITY=listening: collect and compile its French catalogue
	@mkdir -p src/parvis/$(CAPABILITY)/locale
	@cd src/parvis/$(CAPABILITY) && $(BIN)/django-admin makemessages --locale fr --add-location file --no-wrap
	@cd src/parvis/$(CAPABILITY) && $(BIN)/django-admin compilemessages --locale fr

train: .venv/.parvis-setup  ## make train DATA=folder: train the language models that are shipped
	@$(PIP) -r requirements/train.txt
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m parvis.enrichment.train --data $(DATA)  # sums in one order
	@exec $(BIN)/python -m parvis.labelling.train_reference --data $(DATA)

lock:  ## maintainers, with uv: write the lock files from pyproject.toml
	uv pip compile $(LOCK) pyproject.toml requirements/build.in -o requirements/base.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra dev --extra telemetry --extra sentry \
		-c requirements/base.txt -o requirements/dev.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra train -c requirements/base.txt -o requirements/train.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra telemetry -c requirements/base.txt -o requirements/telemetry.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra sentry -c requirements/base.txt -o requirements/sentry.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra splink -c requirements/base.txt -o requirements/splink.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in --extra nats -c requirements/base.txt -o requirements/nats.txt
LOCK := --quiet --no-config --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.venv/.parvis-setup: requirements/base.txt pyproject.toml
	@echo "Building the Python environment in .venv (once; about a minute)"
	@$(BIN)/pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) -r requirements/base.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.parvis-dev: .venv/.parvis-setup requirements/dev.txt
	@echo "Adding the tools for tests to .venv"
	@$(PIP) -r requirements/dev.txt
	@touch $@
