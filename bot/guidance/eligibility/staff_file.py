"""How a whole file of staff is checked: what the check does, the columns it reads and the command that runs it."""

from __future__ import annotations

from datetime import date

from bot.guidance.knowledge import Knowledge

# As in the README, so that it can be copied.
PROGRAM = ".venv/bin/python -m bot workforce"


def staff_file_items(k: Knowledge, today: date) -> list[str]:
    """What to know before a file of staff is checked, for the rules that most people are checked by on that day."""
    rules = next(rules for rules in (*k.rule_sets_on(today), *k.rule_sets.values()) if rules.together)
    asked = {criterion.test.circumstance for criterion in rules.criteria.values()}
    columns = [column.heading for column in (k.workforce.columns if k.workforce else []) if column.circumstance in asked]
    return [item.format(program=PROGRAM, rules=rules.id, columns=", ".join(columns)) for item in k.phrase("chat.file_items")]
