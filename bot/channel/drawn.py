"""Cards and pages as HTML, the same with and without a script: Jinja templates in which every word is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

WIDGET = Path(__file__).resolve().parent.parent / "widget"
SAFE = ("https", "mailto", "tel")
_PLACE = re.compile(r"\{(\w+)\}")
_PHONE, _ADDRESS = re.compile(r"\+?\d[\d ]+\d"), re.compile(r"\S+\.\S*[\w/]")


def drawn(template: str, values: Mapping[str, Any]) -> str:
    """A template of `bot/widget/pages` with its values, every string of them escaped."""
    return _TEMPLATES.get_template(template).render(values).strip()


def fill(label: str, **values: Any) -> str:
    """A label with its places filled in: "{count} more" with count=2."""
    return _PLACE.sub(lambda place: str(values.get(place.group(1), place.group(0))), label)


def paragraphs(text: str | None, kind: str = "") -> Markup:
    """A text as paragraphs, with its line breaks kept."""
    opening = Markup('<p class="{}">').format(kind) if kind else Markup("<p>")
    parts = [part for part in re.split(r"\n{2,}", text or "") if part.strip()]
    return Markup("").join(opening + lines(part) + Markup("</p>") for part in parts)


def lines(text: str) -> Markup:
    """A text with its line breaks kept."""
    return escape(text).replace("\n", Markup("<br>"))


def link(text: str, address: str | None, new_tab: str, kind: str = "named") -> Markup:
    """A link where the address is one that people may follow, else the plain text; "named" where the text is not the address."""
    try:
        scheme = urlsplit(address or "").scheme
    except ValueError:
        scheme = ""
    if scheme not in SAFE:
        return escape(text)
    if scheme != "https":
        return Markup('<a href="{}">{}</a>').format(address, text)
    opening = Markup('<a class="{}" href="{}" target="_blank" rel="noopener noreferrer">{}').format(kind, address, text)
    return opening + Markup('<span class="unseen"> {}</span></a>').format(new_tab)


def linked(text: str, address: str | None, new_tab: str, whole: bool = False) -> Markup:
    """A text in which the address or number that it names is a link; `whole` where it may name none: all of it."""
    if not address:
        return escape(text)
    found = (_PHONE if address.startswith("tel:") else _ADDRESS).search(text)
    if whole or not found:
        return link(text, address, new_tab)
    return escape(text[:found.start()]) + link(found.group(), address, new_tab, "bare") + escape(text[found.end():])


_TEMPLATES = Environment(loader=FileSystemLoader(WIDGET / "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
                         auto_reload=False)
_TEMPLATES.filters.update(fill=fill, lines=lines, paragraphs=paragraphs, link=link, linked=linked)
