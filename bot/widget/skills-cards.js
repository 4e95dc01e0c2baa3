// Draws the cards of a reply. A card of a kind not known here is shown by its text.

import { choices, fill, h, headed, link, linked, more, paragraphs } from "./skills-elements.js";

// The first points of an answer are the nearest to the question; the others are there on request.
const POINTS_AT_ONCE = 2;

/** The elements of a reply: its card, and the cards that follow it; `text` is for a card that cannot be drawn. */
export function drawReply({ text, custom }, words, choose) {
  const cards = custom ? [custom, ...(custom.then ?? [])] : [];
  const known = cards.length && cards.every((card) => card.card in KINDS);
  const drawn = known ? cards : [{ card: "note", text, next: cards.flatMap((card) => card.next ?? []) }];
  // Only the last card's choices answer the turn: a question put again after an answer, for one.
  return drawn.map((card, n) => drawCard(card, words, choose, n === drawn.length - 1));
}

function drawCard(card, words, choose, last) {
  const parts = KINDS[card.card](card, words, choose);
  const own = card.card === "question" || card.card === "choice";
  const next = last || own ? choices(own ? words.choose : words.next, own ? card.choices : card.next, choose) : null;
  return h("div", { class: `card ${card.card}` }, ...parts, next);
}

const KINDS = { answer, question, verdict, referral, summary, choice, sorry, care, note };

function answer(card, words, choose) {
  const marks = (point) => h("span", {}, point.text, mark(point.source, words));
  const points = (card.detail ?? []).map((point) => h("li", {}, marks(point)));
  const atOnce = card.steps ? points.length : POINTS_AT_ONCE;
  const list = (items) => h(card.steps ? "ol" : "ul", { class: card.steps ? "steps" : "points" }, ...items);
  const rest = points.slice(atOnce);
  return [
    h("h4", {}, card.title ?? ""),
    status(card, words, choose),
    ...paragraphs(card.short, "short"),
    points.length ? list(points.slice(0, atOnce)) : null,
    rest.length ? more(fill(words.more_detail, { count: rest.length }), [list(rest)]) : null,
    card.plain ? more(words.plain, paragraphs(card.plain, "plain")) : null,
    ...paragraphs(card.caution, "caution"),
    card.earlier ? earlier(card.earlier, words, list, marks) : null,
    origin(card, words),
  ];
}

/** What held before; open at once where it has points that fit the question. */
function earlier({ as_at_text: when, short, sources = [], detail = [] }, words, list, marks) {
  const said = [h("p", {}, `${when} ${short}`, ...sources.map((n) => mark(n, words)))];
  if (detail.length) said.push(list(detail.map((point) => h("li", {}, marks(point)))));
  return detail.length ? h("div", { class: "earlier" }, ...said) : more(words.earlier, said);
}

function status({ status: state, next = [] }, words, choose) {
  if (!state?.line) return null;
  const name = words[`state_${state.state}`];
  const offered = new Set(next.map((choice) => choice.title));
  const instead = (state.instead ?? []).filter((choice) => !offered.has(choice.title));
  return h(
    "div",
    { class: `status ${state.state}` },
    h("p", {}, name ? h("strong", { class: "tag" }, name) : null, name ? " " : null, state.line),
    choices(words.instead, instead, choose),
  );
}

function mark(number, words) {
  if (!number) return null;
  return h(
    "span",
    { class: "mark" },
    h("span", { "aria-hidden": "true" }, ` ${fill(words.source_mark, { number })}`),
    h("span", { class: "unseen" }, ` (${fill(words.source_mark_spoken, { number })})`),
  );
}

/** The date of an answer and its sources, always in sight as one line, whole on request. */
function origin(card, words) {
  const sources = card.sources ?? [];
  const date = card.as_at_text ? h("p", { class: "as-at" }, card.as_at_text) : null;
  if (!sources.length) return date;
  const [{ publisher, date_text: when }] = sources;
  const others = new Set(sources.map((one) => `${one.title} ${one.date_text}`)).size - 1;
  const label = fill(others ? words.sources : words.source, { publisher, date: when, count: others });
  return h("div", { class: "origin" }, date, more(label, [h("ol", { class: "sources" }, ...sources.map((one) => h("li", {}, ...source(one, words))))]));
}

function source(one, words) {
  const title = one.url ? link(one.title, one.url, words.new_tab) : one.title;
  const rest = [one.publisher, one.date_text, one.locator].filter(Boolean).join(", ");
  return [h("cite", {}, title), rest ? `. ${rest}.` : ".", one.read ? ` ${one.read}` : ""];
}

function question(card, words) {
  const { answered = 0, at_most: most = 0, text } = card.progress ?? {};
  return [
    text ? h("p", { class: "progress" }, text) : null,
    most ? h("div", { class: "bar", "aria-hidden": "true" }, ...Array.from({ length: most }, (_, n) => h("span", { class: n < answered ? "done" : n === answered ? "now" : "" }))) : null,
    ...paragraphs(card.note, "lead"),
    h("h4", {}, card.ask),
    card.example ? h("p", { class: "hint" }, card.example) : null,
    card.why ? more(words.why, paragraphs(card.why)) : null,
  ];
}

function verdict(card, words) {
  const reason = ({ text, state, state_text: said, source: from }) =>
    h("li", { class: `reason ${state}` }, h("strong", {}, said ?? words[state] ?? ""), h("span", {}, text, mark(from, words)));
  const reasons = (card.reasons ?? []).map(reason);
  return [
    h("div", { class: "outcome" }, card.scheme ? h("p", { class: "progress" }, card.scheme) : null, h("h4", {}, card.title), ...paragraphs(card.sentence, "short")),
    reasons.length ? h("section", {}, h("h5", {}, words.reasons), h("ul", { class: "reasons" }, ...reasons)) : null,
    headed(words.changes, card.changes),
    headed(words.steps, card.steps),
    headed(words.have_ready, card.have_ready),
    ...routes(card.routes, words),
    origin(card, words),
  ];
}

function referral(card, words) {
  return [h("h4", {}, card.title), ...paragraphs(card.intro), ...(card.routes ?? []).map((one) => route(one, words)), ...paragraphs(card.note, "caution")];
}

function routes(list, words, heading = "h5") {
  return list?.length ? [h("section", {}, h(heading, {}, words.people), ...list.map((one) => route(one, words)))] : [];
}

function route(one, words, heading = "h5") {
  const facts = [
    [words.area, one.area],
    [words.expect, one.expect],
    [words.have_ready, (one.have_ready ?? []).join(", ")],
    [words.cost, one.cost],
  ].filter(([, value]) => value);
  return h(
    "div",
    { class: "route" },
    h(heading, {}, one.name),
    ...paragraphs(one.why),
    ...(one.channels ?? []).map((channel) => way(channel, words)),
    facts.length ? h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])) : null,
    ...paragraphs(one.note, "hint"),
    one.confirmed === false ? h("p", { class: "hint" }, words.not_confirmed) : null,
    origin({ as_at_text: one.as_at_text, sources: one.source ? [one.source] : [] }, words),
  );
}

/** One way to reach somebody; the server gives an address only where it is known to work. */
function way(channel, words) {
  return h("p", { class: `way ${channel.kind}` }, ...linked(channel.text, channel.href, words.new_tab), channel.hours ? h("span", { class: "hint" }, channel.hours) : null);
}

function summary(card, words) {
  const sections = (card.sections ?? []).map(({ title, items }) => headed(title, items));
  const keep = (label, value) => h("button", { class: "quiet", name: "as", value }, label);
  const form = h("form", { class: "keep", method: "post", target: "_blank" }, keep(words.keep_page, "page"), keep(words.keep_text, "text"));
  return [h("h4", {}, card.title), ...paragraphs(card.intro), ...sections, ...routes(card.routes, words), origin(card, words), form];
}

function choice(card) {
  return [h("h4", {}, card.title)];
}

function sorry(card, words) {
  return [...paragraphs(card.text, "lead"), headed(words.can, card.can, "h4"), ...routes(card.routes, words, "h4")];
}

function care(card, words) {
  return [...paragraphs(card.text, "short"), ...(card.routes ?? []).map((one) => route(one, words, "h4"))];
}

function note(card) {
  const items = card.items ?? [];
  return [...paragraphs(card.text), items.length ? h("ul", { class: "points" }, ...items.map((item) => h("li", {}, item))) : null];
}
