.DEFAULT_GOAL := help
.PHONY: help run test check setup dev lock catalogue clean

PORT ?= 8000

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: setup ## install everything, load Solothurn with demo data, serve on http://localhost:8000 (PORT=…)
	@.venv/bin/ankunft demo --port $(PORT)

test: dev ## install everything and run all tests: SQLite, PostgreSQL, a real browser (ARGS=…)
	@scripts/test-needs
	@scripts/test $(ARGS)

check: dev ## style, types, floors, templates, migrations, catalogue: everything that needs no running application
	@scripts/check

setup: ## install what running needs into .venv
	@scripts/setup base

dev: ## install what development and tests need as well
	@scripts/setup dev

catalogue: dev ## collect new sentences for translation into the English catalogue (needs GNU gettext)
	@.venv/bin/python scripts/catalogue

lock: ## resolve pyproject.toml anew and write requirements/
	@scripts/lock --upgrade

clean: ## remove everything that was installed or built; the data in var/ stay
	rm -rf .venv .tools node_modules build src/ankunft.egg-info src/ankunft/web/shell/static/vendor
	find src -name '*.mo' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +
