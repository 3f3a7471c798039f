# make run    the example municipality on http://127.0.0.1:8000 (PORT=… for another port)
# make setup  only what is needed for .venv/bin/python manage.py …
# make test   every check, on SQLite and PostgreSQL
PORT ?= 8000

.PHONY: run setup test benchmark format lock vendor
run:
	@scripts/setup run
	@DEBUG=$${DEBUG:-0} LOCAL=1 DEMO=$${DEMO:-1} .venv/bin/python manage.py demo --port $(PORT)

setup:
	@scripts/setup run
	@.venv/bin/python manage.py migrate --verbosity 0

test:
	@scripts/setup test
	@scripts/system test
	@scripts/check

benchmark:
	@scripts/setup test
	@.venv/bin/python -m pytest --ds=tests.benchmarks.settings --no-migrations -m benchmark -s tests/benchmarks

format:
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .

LOCKING := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q
lock:
	$(LOCKING) -o requirements.txt
	$(LOCKING) --group dev -c requirements.txt -o requirements-dev.txt

vendor:
	scripts/vendor
