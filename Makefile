# Every target sets up what it needs: a virtual environment with the pinned packages, once.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: dataset test lint docs same-data check soak lock clean

dataset: .venv/ready  ## build the dataset of seeds/ at data/
	$(BIN)/build-dataset

test: .venv/ready  ## run the tests
	$(BIN)/pytest -n auto

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready  ## build the documentation site; a warning, such as a broken link, is an error
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build

same-data: .venv/ready  ## rebuild data/ from nothing; fail when it differs from what is committed
	$(BIN)/build-dataset --no-cache --quiet
	git diff --exit-code --stat -- data
	test -z "$$(git status --porcelain -- data)"

check: lint test docs same-data

soak: .venv/ready  ## build 10,000 damaged documents
	$(BIN)/python benchmarks/soak.py seeds --documents 10000

lock: .venv/ready  ## pin every package again, with hashes; only what installs without a compiler
	$(BIN)/uv pip compile --quiet --upgrade --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --only-binary :all: --python-version 3.11 --output-file requirements.txt pyproject.toml

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv .data.onrecord docs/_build data/report .mypy_cache .ruff_cache .pytest_cache .hypothesis
