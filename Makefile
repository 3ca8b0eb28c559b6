# `make demo` and `make test` set everything up by themselves; all they need is Python 3.11 and make.

PYTHON ?= python3
VENV ?= .venv
RIVALS := .venv-rivals
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Compiling all of the packages takes 25 s of one core, and a run imports a quarter of their files: those are compiled then.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
OUT ?= demo-review
MUTANTS ?= 60
SEED ?= 1
ROOMS ?=
TEST_SECONDS ?= 120
# What the group `mutation` of pyproject.toml names: pip knows groups only since 25.1.
MUTATION_GROUP := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["mutation"])

.PHONY: help demo serve test check coverage format docs picture golden mutation bench bench-access bench-duplicates bench-lifecycle bench-review bench-standards wheel clean

help:
	@echo "make demo     review the embedded demo org; ends with the path of the review"
	@echo "make test     everything that must hold: gates, tests, faults, browser, outside clients, wheel"
	@echo "make check    the gates alone: style, types, layers, sizes, generated docs"
	@echo "make serve    keep the demo org up, for other clients"
	@echo "make docs     write the generated pages of docs/ again"
	@echo "make picture  take the picture of the demo review in docs/ again; needs Chromium"
	@echo "make golden   write the golden files of the reports again; look at the difference"
	@echo "make mutation change the code in small ways, and see whether a test fails; MUTANTS=60 SEED=1 ROOMS=snapshot"
	@echo "make bench    measure, against named references"
	@echo "make bench-access  the curve of effective access over distinct signatures"
	@echo "make bench-duplicates  precision and recall of duplicates per set, and how fast a million contacts are"
	@echo "make bench-lifecycle  what became of a million findings over sixty months"
	@echo "make bench-review  a review of a million failing records, and a workbook of 200,000"
	@echo "make bench-standards  sixty standards on up to five million records, beside a pass by hand and other tools"
	@echo "make wheel    build the wheel"

$(READY): pyproject.toml requirements-dev.lock
	@echo "Setting up $(VENV)…"
	@began=$$(date +%s); set -e; \
	$(PYTHON) -m venv $(VENV); \
	$(PIP) --require-hashes -r requirements-dev.lock; \
	$(PIP) --no-deps --no-build-isolation --editable .; \
	echo $$(( $$(date +%s) - began )) > $(VENV)/.install-seconds
	@touch $@

demo: $(READY)
	@$(BIN)/sf-audit demo --out $(OUT)

serve: $(READY)
	@$(BIN)/sf-audit demo --serve

test: $(READY)
	@$(BIN)/python -m tests.parts

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.budgets
	@$(BIN)/python -m tools.docs.reference --check docs

coverage: $(READY)
	@$(BIN)/python -m coverage report --skip-covered --skip-empty --sort=cover

format: $(READY)
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

docs: $(READY)
	@$(BIN)/python -m tools.docs.reference docs

picture: $(READY)
	@$(BIN)/python -m tests.browser.picture

golden: $(READY)
	@$(BIN)/python -m pytest -q tests/report --golden

mutation: $(READY)
	@$(PIP) $$($(BIN)/python -c '$(MUTATION_GROUP)')
	@$(BIN)/python -m tools.mutation --mutants $(MUTANTS) --seed $(SEED) --rooms "$(ROOMS)" --test-seconds $(TEST_SECONDS)

bench: $(READY)
	@$(BIN)/python -m bench

bench-access: $(READY)
	@$(BIN)/python -m bench.access

bench-duplicates: $(READY)
	@$(BIN)/python -m bench.duplicates

bench-lifecycle: $(READY)
	@$(BIN)/python -m bench.lifecycle

bench-review: $(READY)
	@$(BIN)/python -m bench.review

bench-standards: $(READY) $(RIVALS)/.ready
	@$(BIN)/python -m bench.judging --rivals $(RIVALS)/bin/python

# Other tools pin packages of their own, so they live apart.
$(RIVALS)/.ready: bench/judging/rivals/requirements.txt
	@$(PYTHON) -m venv $(RIVALS)
	@$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

wheel: $(READY)
	@$(BIN)/python -m build --no-isolation --wheel --outdir dist

clean:
	rm -rf $(VENV) $(RIVALS) .ci-venv build dist out demo-review
