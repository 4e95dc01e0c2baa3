"""What stands in a page and was not put there by our templates: anything that could run, load or send."""

from __future__ import annotations

from html.parser import HTMLParser

# What our pages are made of; anything else was typed by somebody.
NEVER = frozenset("iframe object embed base frame frameset applet math style marquee video audio foreignobject template".split())
OWN = ("/", "#")
SCHEMES = ("https:", "mailto:", "tel:")
ADDRESSES = ("src", "action", "formaction", "data", "poster", "srcset", "xlink:href")


class _Looking(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.foreign: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in NEVER or (tag == "script" and not given.get("src", "").startswith("/chat/")) or given.get("http-equiv"):
            self.foreign.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.foreign.append(f"<{tag} {name}>")
            elif name in ADDRESSES and not _is_own(value):
                self.foreign.append(f"<{tag} {name}={value[:60]!r}>")
            elif name == "href" and not (_is_own(value) or value.startswith(SCHEMES)):
                self.foreign.append(f"<{tag} href={value[:60]!r}>")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def foreign(html: str) -> list[str]:
    """What does not belong into a page of ours; empty where everything that was typed is text."""
    looking = _Looking()
    looking.feed(html)
    looking.close()
    return looking.foreign


def words_of(html: str) -> str:
    """The text of a page with its spaces made one."""
    looking = _Looking()
    looking.feed(html)
    looking.close()
    return " ".join("".join(looking.said).split())


def _is_own(address: str) -> bool:
    return address.startswith(OWN) and not address.startswith(("//", "/\\"))
