"""Builds HTML and SVG as a tree, so that no text can ever be taken for markup."""

from __future__ import annotations

from typing import Union
from xml.etree import ElementTree

Element = ElementTree.Element
Content = Union[str, Element, None]


def e(tag: str, *content: Content, **attributes: object) -> Element:
    """An element; `class_` stands for class and `aria_label` for aria-label, an attribute that is None is left out."""
    made = Element(tag, {
        name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items() if value is not None
    })
    last: Element | None = None
    for each in content:
        if isinstance(each, str):
            if last is None:
                made.text = (made.text or "") + _visible(each)
            else:
                last.tail = (last.tail or "") + _visible(each)
        elif each is not None:
            made.append(each)
            last = each
    return made


def document(root: Element) -> str:
    """The whole page as text."""
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def _visible(text: str) -> str:
    return "".join(each for each in text if each.isprintable() or each in "\n ")
