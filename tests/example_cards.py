"""One full reply for each kind of card, as the actions send it; what it says is made up for the tests."""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]


def offers(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": title} for title in titles]


REPORT = {
    "title": "A report on workforce development",
    "publisher": "Example Agency",
    "date": "2008-09",
    "date_text": "September 2008",
    "locator": "Skills Pledge, costs",
    "url": None,
    "read": "",
}
PAGE = {
    "title": "Funding for adults",
    "publisher": "Example Department",
    "date": "2026-08",
    "date_text": "August 2026",
    "locator": "Who can have it",
    "url": "https://www.example.org/adults?a=1&b=2",
    "read": "We read a dated copy, not the live page.",
}
ROUTE = {
    "name": "National Example Careers Line",
    "why": "It gives free advice to every adult in England.",
    "area": "England",
    "channels": [
        {"kind": "phone", "text": "Phone: 0800 000 0000. Free from any phone.", "href": "tel:08000000000", "hours": "8am to 8pm, Monday to Friday"},
        {"kind": "web", "text": "Web: https://www.example.org/careers. Pages to read on your own.", "href": "https://www.example.org/careers", "hours": None},
    ],
    "expect": "An adviser asks what you want to do and talks through the ways there.",
    "have_ready": ["what you have studied", "what work you do"],
    "cost": "Free",
    "as_at_text": "As at August 2026.",
    "source": PAGE,
    "confirmed": True,
}
OLD_ROUTE = {
    **ROUTE,
    "name": "South Yorkshire advice partnership",
    "why": "It gave advice in Rotherham in 2003.",
    "area": "South Yorkshire",
    "channels": [{"kind": "words", "text": "The advice partnership of that time, at libraries and colleges", "href": None, "hours": None}],
    "expect": None,
    "have_ready": [],
    "cost": None,
    "as_at_text": "As at March 2003.",
    "source": REPORT,
    "confirmed": False,
}

ANSWER = {
    "card": "answer",
    "title": "What did the Skills Pledge cost?",
    "topic": "skills-pledge",
    "facet": "cost",
    "as_at": "2008-09",
    "as_at_text": "As at September 2008.",
    "status": {
        "state": "closed",
        "line": "The Skills Pledge closed in 2010, so nobody can sign it now. What does the job today: the Adult Skills Fund.",
        "instead": offers("What is the Adult Skills Fund?"),
    },
    "short": "In September 2008 signing the Skills Pledge cost nothing. The employer promised to help its staff reach a first full level 2.",
    "plain": "It was free to sign. The employer had to help its staff learn.",
    "detail": [
        {"text": "Signing was free to employers of every size.", "source": 1},
        {"text": "A skills broker helped to write the action plan at no charge.", "source": 1},
        {"text": "Training towards a first full level 2 was paid for by the state.", "source": 1},
        {"text": "Training above level 2 could be shared between the employer and the state.", "source": 2},
    ],
    "steps": False,
    "caution": "This was true then. Please check before you rely on it.",
    "sources": [REPORT, PAGE],
    "earlier": {"as_at_text": "In June 2007:", "short": "It was free as well.", "sources": [1]},
    "more": 0,
    "next": offers("Tell me more", "Who could use the Skills Pledge?", "What is the Adult Skills Fund?"),
}
STEPS = {
    **ANSWER,
    "title": "What are the steps for the Skills Pledge?",
    "status": {"state": "open", "line": None, "instead": []},
    "short": "There were three steps.",
    "plain": None,
    "caution": None,
    "earlier": None,
    "steps": True,
    "detail": [{"text": f"Step number {name} is done.", "source": 1} for name in ("one", "two", "three")],
    "sources": [REPORT],
    "next": offers("What is the cost of the Skills Pledge?"),
}
QUESTION = {
    "card": "question",
    "circumstance": "age",
    "title": "the Adult Skills Fund check",
    "ask": "How old are you?",
    "why": "Some training is free from 19, and some only up to 23.",
    "example": "For example 34",
    "choices": offers("I do not know", "I would rather not say"),
    "progress": {"answered": 1, "at_most": 5, "text": "Question 2 of at most 5"},
    "note": "This is a guide. The college decides.",
    "next": offers("I do not know", "I would rather not say"),
}
VERDICT = {
    "card": "verdict",
    "scheme": "The Adult Skills Fund",
    "title": "It looks as if your course would be free",
    "outcome": "full",
    "sentence": "From what you told me, a maths course up to level 2 looks free for you. The college decides.",
    "as_at_text": "By the rules of the Adult Skills Fund as read in August 2026.",
    "reasons": [
        {"text": "You are 19 or over.", "state": "met", "state_text": "Met", "source": 1},
        {"text": "You already hold a GCSE at grade 4 in maths.", "state": "unmet", "state_text": "Not met", "source": 1},
        {"text": "We do not know where you live.", "state": "unknown", "state_text": "Not known yet", "source": 2},
    ],
    "changes": ["If you live in an area with its own budget, the area decides."],
    "steps": ["Ask the college nearest to you for its adult maths course.", "Ask for a free first assessment."],
    "have_ready": ["proof of where you live", "any certificate you have"],
    "routes": [ROUTE],
    "sources": [PAGE, REPORT],
    "next": offers("Start another check"),
}
REFERRAL = {
    "card": "referral",
    "title": "Who can advise you in Rotherham",
    "intro": "These are the people to ask, the nearest first.",
    "routes": [ROUTE, OLD_ROUTE],
    "note": "Ring before you go.",
    "next": offers("Who could I ask in Sheffield?"),
}
CHOICE = {
    "card": "choice",
    "title": "I am not sure I understood. Did you mean one of these?",
    "choices": offers("What is Train to Gain?", "What is the Skills Pledge?", "None of these"),
    "next": offers("What is Train to Gain?", "What is the Skills Pledge?", "None of these"),
}
SORRY = {
    "card": "sorry",
    "text": "I am sorry, I cannot help with that. I only know about skills, training and careers advice.",
    "can": ["what a scheme is, what it costs and how it works", "who can give advice where you live"],
    "routes": [ROUTE],
    "next": offers("What is an apprenticeship?"),
}
CARE = {
    "card": "care",
    "text": "I am very sorry you are feeling like this. You matter more than any course or form. Please talk to a person now.",
    "routes": [{**ROUTE, "name": "Example listening line", "why": "Somebody is there at any hour.", "have_ready": [], "expect": None}],
    "next": [],
}
SUMMARY = {
    "card": "summary",
    "title": "A note to take along",
    "intro": "This is what we have talked about.",
    "sections": [
        {"title": "What it is about", "items": ["Place: Rotherham, England"]},
        {"title": "What was asked and what was found", "items": ["What did it cost? It was free. [A report (Example Agency, September 2008)]"]},
    ],
    "sources": [],
    "as_at_text": "Made on 26 November 2026.",
    "next": [],
}
HANDOVER = {**REFERRAL, "then": [SUMMARY]}
NOTE = {"card": "note", "text": "Hello. What would you like to know?\n\nI can help with:", "items": ["schemes", "checks"], "next": offers("What can you do?")}
DIGRESSION = {**STEPS, "then": [QUESTION]}

CARDS: dict[str, Message] = {
    "answer": ANSWER, "steps": STEPS, "question": QUESTION, "verdict": VERDICT, "referral": REFERRAL,
    "choice": CHOICE, "sorry": SORRY, "care": CARE, "summary": SUMMARY, "handover": HANDOVER, "note": NOTE, "digression": DIGRESSION,
}


def message(card: Message) -> Message:
    """The card as an action sends it: with its text."""
    first = card.get("short") or card.get("sentence") or card.get("text") or card.get("ask") or card["title"]
    return {"text": f"{card.get('title', '')} {first}".strip(), "custom": card}
