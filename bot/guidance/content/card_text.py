"""The complete plain text of a card, for any channel that cannot draw it."""

from __future__ import annotations

from typing import Any, Callable

from bot.guidance.knowledge import Knowledge

Card = dict[str, Any]


def card_text(knowledge: Knowledge, card: Card) -> str:
    """Everything the card says, in reading order; cards in `then` follow after a blank line."""
    lines = [line for line in _WRITERS[card["card"]](knowledge, card) if line]
    texts = ["\n".join(lines), *(card_text(knowledge, follow) for follow in card.get("then", []))]
    return "\n\n".join(text for text in texts if text)


def _answer(knowledge: Knowledge, card: Card) -> list[str]:
    points = [point["text"] for point in card["detail"]]
    marks = [f"{number}. " for number in range(1, len(points) + 1)] if card["steps"] else ["- "] * len(points)
    earlier = card["earlier"]
    return [
        card["title"],
        " ".join(part for part in (card["status"]["line"], card["status"].get("today")) if part),
        card["short"],
        *_table(knowledge, card.get("table")),
        *(mark + text for mark, text in zip(marks, points)),
        card["caution"],
        earlier and f"{earlier['as_at_text']} {earlier['short']}",
        *(f"- {point['text']}" for point in (earlier or {}).get("detail", [])),
        card["as_at_text"],
        *source_lines(knowledge, card["sources"]),
    ]


def _table(knowledge: Knowledge, table: Card | None) -> list[str]:
    """A table as lines, a cell each, after the titles of its row and column."""
    if table is None:
        return []
    return [
        f"- {knowledge.say('compare.cell', row=row['title'], name=name, text=cell['text'])}"
        for row in table["rows"] for name, cell in zip(table["columns"], row["cells"])
    ]


def source_lines(knowledge: Knowledge, sources: list[Card]) -> list[str]:
    """The sources of a card, a line for each document, with all places cited in it."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for source in sources:
        key = (source["title"], source["publisher"], source["date_text"], source["read"])
        places.setdefault(key, []).append(source["locator"])
    return [
        " ".join(
            part for part in (
                knowledge.say("card.source", title=title, publisher=publisher, date=date, locator="; ".join(locators)),
                read,
            ) if part
        )
        for (title, publisher, date, read), locators in places.items()
    ]


def _question(knowledge: Knowledge, card: Card) -> list[str]:
    titles = [choice["title"] for choice in card["choices"]]
    if card["example"]:
        # Where a number or a place is asked for, a numbered list would look like answers to choose from.
        given = [card["example"], *([knowledge.say("card.or_say", titles=", ".join(titles))] if titles else [])]
    else:
        given = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    return [card["note"], card["progress"]["text"], card["ask"], *given, knowledge.say("card.why", why=card["why"])]


def _verdict(knowledge: Knowledge, card: Card) -> list[str]:
    return [
        f"{card['scheme']}: {card['title']}",
        card.get("note"),
        card["sentence"],
        *_listed(knowledge, "card.reasons", [f"{reason['state_text']}: {reason['text']}" for reason in card["reasons"]]),
        *_listed(knowledge, "card.changes", card["changes"]),
        *_listed(knowledge, "card.steps", card["steps"]),
        *_listed(knowledge, "card.have_ready", card["have_ready"]),
        *_routes(knowledge, card["routes"]),
        card["as_at_text"],
        *source_lines(knowledge, card["sources"]),
    ]


def _referral(knowledge: Knowledge, card: Card) -> list[str]:
    return [card["title"], card["intro"], *_routes(knowledge, card["routes"]), card["note"]]


def _routes(knowledge: Knowledge, routes: list[Card]) -> list[str]:
    lines = []
    for number, route in enumerate(routes, 1):
        lines.append(f"{number}. {route['name']}. {route['why']}".rstrip())
        lines += [" ".join(part for part in (channel["text"], channel["hours"]) if part) for channel in route["channels"]]
        lines += [text for text in (route["expect"], route["cost"], route.get("note")) if text]
        if route["have_ready"]:
            lines.append(f"{knowledge.say('card.have_ready')} {', '.join(route['have_ready'])}")
        lines += [route["as_at_text"], *source_lines(knowledge, [route["source"]])]
    return lines


def _listed(knowledge: Knowledge, heading: str, items: list[str]) -> list[str]:
    return [knowledge.say(heading), *(f"- {item}" for item in items)] if items else []


def _choice(knowledge: Knowledge, card: Card) -> list[str]:
    return [card["title"], *(f"{number}. {choice['title']}" for number, choice in enumerate(card["choices"], 1))]


def _sorry(knowledge: Knowledge, card: Card) -> list[str]:
    # What can be asked is said once: in general, or as titles to type.
    offered = [] if card["can"] else [offer["title"] for offer in card["next"]]
    return [
        card["text"],
        *_listed(knowledge, "card.can", card["can"]),
        *_listed(knowledge, "card.try", offered),
        *_routes(knowledge, card["routes"]),
    ]


def _care(knowledge: Knowledge, card: Card) -> list[str]:
    return [card["text"], *_routes(knowledge, card["routes"])]


def _summary(knowledge: Knowledge, card: Card) -> list[str]:
    lines = [card["title"], card["intro"]]
    for section in card["sections"]:
        lines += [section["title"], *(f"- {item}" for item in section["items"])]
    return [*lines, *_routes(knowledge, card.get("routes", [])), card["as_at_text"], *source_lines(knowledge, card["sources"])]


def _note(knowledge: Knowledge, card: Card) -> list[str]:
    return [card["text"], *(f"- {item}" for item in card.get("items", []))]


_WRITERS: dict[str, Callable[[Knowledge, Card], list[str]]] = {
    "answer": _answer,
    "question": _question,
    "verdict": _verdict,
    "referral": _referral,
    "choice": _choice,
    "sorry": _sorry,
    "care": _care,
    "summary": _summary,
    "note": _note,
}
