# Two commands: `make site` writes site/, `make test` runs the tests. Python 3.11 or newer is all they need at first.
PYTHON ?= python3
SITE_ENV = .venv-site
TEST_ENV = .venv-test
FORKS_ENV = .venv-forks
AUDIT_ENV = .venv-audit
# The time that decides what is due, and every byte that depends on time: the last commit's.
EPOCH := $(shell git log -1 --format=%ct 2>/dev/null)

.PHONY: site preview serve check test lint soak fuzz audit benchmark lock clean

site: $(SITE_ENV)/ready
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$(EPOCH)} $(SITE_ENV)/bin/ttdn build

preview: $(SITE_ENV)/ready
	$(SITE_ENV)/bin/ttdn build --preview --site-dir build/preview

serve: $(SITE_ENV)/ready
	$(SITE_ENV)/bin/ttdn serve

check: $(SITE_ENV)/ready
	$(SITE_ENV)/bin/ttdn check

test: $(TEST_ENV)/ready $(FORKS_ENV)/ready
	tools/prepare-tests
	$(TEST_ENV)/bin/python -m pytest -n auto --dist loadgroup

lint: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/ruff check .
	$(TEST_ENV)/bin/ruff format --check .
	$(TEST_ENV)/bin/mypy

soak: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/python -m pytest -m soak --override-ini addopts=

# An hour of hostile inputs, or FUZZ_SECONDS of them; seeds, counts and findings are added to tests/safety/fuzz.json.
FUZZ_SECONDS ?= 3600
fuzz: $(TEST_ENV)/ready
	SOURCE_DATE_EPOCH=0 TTDN_FUZZ_SECONDS=$(FUZZ_SECONDS) PYTHONPATH=.:tests $(TEST_ENV)/bin/python -m safety.fuzzing

# On a machine that does nothing else; `benchmarks/README.md` tells of the others and of peers.
benchmark: $(TEST_ENV)/ready
	$(TEST_ENV)/bin/python benchmarks/run.py

# Known weaknesses of the locked versions; says “not verified” where no source of advisories can be reached.
audit:
	-[ -x $(AUDIT_ENV)/bin/pip-audit ] || { $(PYTHON) -m venv $(AUDIT_ENV) && $(AUDIT_ENV)/bin/pip install --quiet pip-audit; }
	$(AUDIT_ENV)/bin/python tools/audit.py requirements/site.txt
	$(AUDIT_ENV)/bin/python tools/audit.py requirements/test.txt

# Locked versions with their hashes; run after a change of dependencies in pyproject.toml.
lock: $(TEST_ENV)/ready
	CUSTOM_COMPILE_COMMAND="make lock" $(TEST_ENV)/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --constraint requirements/constraints.txt --extra build --output-file requirements/site.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(TEST_ENV)/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --constraint requirements/constraints.txt --extra build --extra test --output-file requirements/test.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(TEST_ENV)/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --constraint requirements/constraints.txt --output-file requirements/forks.txt requirements/forks.in

clean:
	rm -rf $(SITE_ENV) $(TEST_ENV) $(FORKS_ENV) $(AUDIT_ENV) site site.manifest build .ttdn

$(SITE_ENV)/ready: requirements/site.txt pyproject.toml
	$(PYTHON) tools/environment.py $(SITE_ENV) requirements/site.txt

$(TEST_ENV)/ready: requirements/test.txt pyproject.toml
	$(PYTHON) tools/environment.py $(TEST_ENV) requirements/test.txt

$(FORKS_ENV)/ready: requirements/forks.txt pyproject.toml
	$(PYTHON) tools/environment.py $(FORKS_ENV) requirements/forks.txt
