.DEFAULT_GOAL := help
.PHONY: help env up down demo test check chaos bench

PYTHON := .venv/bin/python
BIN := .venv/bin

help: ## Show what can be made here
	@echo "Ugoda: make <target>"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: ## Install what everything below needs (system packages as root, Python ones into .venv)
	@deploy/local/install.sh

up: env ## Start everything with a demo company and print the address
	$(BIN)/ugoda up

down: ## Stop everything `make up` started; data stay
	@if [ -x $(BIN)/ugoda ]; then $(BIN)/ugoda down; else echo "Nothing was installed here, so nothing runs."; fi

demo: up ## Play one whole sale through the gateway, and check its figures
	$(BIN)/ugoda demo

test: env ## Run every test, whole stories over the real broker and both databases included
	$(PYTHON) -m tests.both_halves

check: env ## Format, lint, types, import rules and the fast tests: under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTHON) -m pytest -rs -m "not flow"

chaos: env ## Kill processes, the broker and databases under load, then count what was lost
	$(PYTHON) -m tests.chaos

bench: env ## Measure speed on this machine
	$(PYTHON) -m benchmarks
