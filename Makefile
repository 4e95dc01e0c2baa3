# One word for each job; `make help` lists them.

PYTHON ?= python3
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
# Compiled modules make every start but the first much shorter.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check due verify-routes train shell serve renew secrets switch forget export report lint workforce bench scale-test soak fuzz quick eval tune fit eval-baselines screenshots baseline dependencies install lock clean

help:            ## this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+: +##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | sort

run: install     ## start the assistant and print its address (PORT=5005)
	@$(PY) -m bot run

test: lint check ## every test, after lint and the content check
	@$(PY) -m bot train
	@$(PY) -m pytest

check: install   ## check the content: each file, and the files together
	@$(PY) -m bot check

due: install     ## what has to be looked at again, soonest first
	@$(PY) -m bot due

verify-routes: install ## the routes a person should check, most used first (one is confirmed with CONFIRM=route-id)
	@$(PY) -m bot verify-routes $(if $(CONFIRM),--confirm $(CONFIRM))

train: install   ## train the model if what it is made from has changed
	@$(PY) -m bot train

shell: install   ## talk with the assistant in the terminal
	@$(PY) -m bot shell

serve: install   ## serve people, behind nginx with PostgreSQL and Redis: OPERATIONS.md says how
	@$(PY) -m bot serve

renew: install   ## have a running serve read settings, secrets and model again, without a gap
	@$(PY) -m bot renew

secrets: install ## make the secrets that serve needs (ROTATE=1: a new key for sessions)
	@$(PY) -m bot secrets $(if $(ROTATE),--rotate)

switch: install  ## turn the chat off for everybody, or a topic, and on again: make switch TO=off [TOPIC=...]
	@$(PY) -m bot switch $(TO) $(TOPIC)

forget: install  ## delete all that is kept of a conversation: make forget SESSION=... [SERVED=1]
	@$(PY) -m bot forget $(SESSION) $(if $(SERVED),--served)

export: install  ## all that is held about a conversation: make export SESSION=... [FILE=...] [SERVED=1]
	@$(PY) -m bot export $(SESSION) $(if $(FILE),-o $(FILE)) $(if $(SERVED),--served)

report: install  ## a page of what people asked and what became of it: make report [DAYS=28] [SERVED=1]
	@$(PY) -m bot report $(if $(DAYS),--days $(DAYS)) $(if $(SERVED),--served)

lint: install    ## ruff, and mypy on bot/guidance and bot/launch
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m pytest -q tests/test_import_rules.py

workforce: install ## check a whole file of staff: make workforce FILE=staff.csv [RULES=...]
	@$(PY) -m bot workforce $(FILE) $(if $(RULES),--rules $(RULES),--all) -o $(basename $(FILE))-result.csv

bench: install   ## speed and memory of the real system against its bars
	@$(PY) -m bot bench

scale-test: install ## 64 people at once while each part is killed, and 1, 2 and 4 servers: half an hour
	@$(PY) -m bot scale-test

soak: install    ## 60 % of the highest load for half an hour (MINUTES=30), and nothing grows or slows
	@$(PY) -m bot soak $(MINUTES)

fuzz: install    ## hostile and broken input against the real assistant: make fuzz [MESSAGES=10000 SEED=1 ONLY=kind/number]
	@$(PY) -m bot fuzz $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only '$(ONLY)')

eval: install    ## how well messages that nothing was trained on are understood: make eval [SET=held_out]
	@$(PY) -m bot eval $(SET)

quick: install   ## the quick part of bench and eval against the figures that are stored: some two minutes
	@$(PY) -m bot eval quick
	@$(PY) -m bot bench quick

tune: install    ## teach the sentence model what the examples ask, then fit anew: some twenty minutes
	@$(PY) -m bot tune
	@$(PY) -m bot fit

fit: install     ## learn anew how to weigh what speaks for each meaning, on tests/nlu/dev
	@$(PY) -m bot fit

screenshots: install ## pictures of every card, and those of this README (needs a Chromium; FOLDER=.state/pictures)
	@$(PY) -m tests.pictures $(FOLDER)

eval-baselines: install ## train Rasa's classifier once on our examples, for eval to compare with
	@$(PY) -m bot eval-baselines

baseline: install ## train Rasa's default pipeline once, for bench to compare with
	@$(PY) -m bot baseline

dependencies: install ## what is installed and why, and what can be reached, into DEPENDENCIES.md (MEASURE=1: what runs, too)
	@$(PY) -m bot dependencies $(if $(MEASURE),--measure)

install:         ## make .venv from requirements.lock; every other word does it first
	@command -v $(PYTHON) >/dev/null || { echo "Cannot install: no $(PYTHON) found; install Python 3 and try again" >&2; exit 1; }
	@$(PYTHON) bot/launch/install.py

lock: install    ## work out requirements.lock anew from requirements.in
	@.venv/bin/uv pip compile requirements.in --override requirements.overrides --generate-hashes \
	  --python-version 3.10 --python-platform x86_64-manylinux_2_28 \
	  --annotation-style line --custom-compile-command "make lock" --quiet --output-file requirements.lock

clean:           ## remove everything that was made, kept conversations too
	@rm -rf .venv .state .rasa models results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
