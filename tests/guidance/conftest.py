"""A small knowledge folder that tests may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
PLEDGE = """\
id: pledge
name: Pledge
title: the Pledge
kind: scheme
audience: [employer]
aliases: [pledge, the pledge]
life:
  opened: {on: 2007-06-14, source: {id: guide, at: page 1}}
  closed: {on: 2010-03, source: {id: guide, at: page 1}}
  replaced_by: [fund]
facets:
  cost:
    - as_at: 2008-09
      valid: {from: 2007-06, to: 2010-03}
      short: In September 2008 signing was free.
      points:
        - {text: The certificate was free., source: {id: guide, at: page 2}}
        - {text: Brokers were free., source: {id: guide, at: page 3}}
      sources: [{id: guide, at: page 2}]
"""
FUND = """\
id: fund
name: Fund
title: the Fund
kind: fund
audience: [employee]
aliases: [fund, the fund]
life:
  opened: {on: 2024-08-01, source: {id: page, at: top}}
facets:
  what:
    - as_at: 2026-07
      valid: {from: 2024-08}
      read: {how: secondary, on: 2026-09-28}
      review_by: 2027-07-31
      short: "The fund pays for courses below {figure:limit} a year."
      points:
        - {text: Colleges give it out., source: {id: page, at: top}}
      sources: [{id: page, at: top}]
    - as_at: 2024-09
      valid: {from: 2024-08, to: 2026-06}
      short: "In 2024 the limit was {figure:limit}."
      points: []
      sources: [{id: page, at: top}]
"""
SOURCES = """\
guide: {title: A guide, publisher: An assembly, date: 2008-09, url: null, read: {how: direct}}
page: {title: A page, publisher: A department, date: 2026-07, url: "https://www.gov.uk/fund", read: {how: copy, on: 2026-09}}
"""
FIGURES = """\
limit:
  label: pay limit
  unit: GBP a year
  values:
    - {valid: {from: 2026-08-01, to: 2027-07-31}, value: 26800, source: {id: page, at: top}}
    - {valid: {from: 2024-08-01, to: 2025-07-31}, value: 25000, source: {id: page, at: top}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with two topics, the real phrases and the real places, routes and rules left out."""
    folder = tmp_path / "knowledge"
    (folder / "topics").mkdir(parents=True)
    (folder / "topics/pledge.yml").write_text(PLEDGE)
    (folder / "topics/fund.yml").write_text(FUND)
    (folder / "sources.yml").write_text(SOURCES)
    (folder / "figures.yml").write_text(FIGURES)
    shutil.copy(KNOWLEDGE / "phrases.yml", folder / "phrases.yml")
    return folder
