// The conversation on the screen: what was said, what was replied, and the box to type in.

import { drawReply } from "./skills-cards.js";
import { newMessageId } from "./skills-connection.js";
import { choices, fill, h, paragraphs } from "./skills-elements.js";

const LONG_WAIT = 4000;

export class Conversation {
  constructor(connection, words, longest) {
    this.connection = connection;
    this.words = words;
    this.longest = longest;
    this.number = 0;
    this.line = Promise.resolve();
    this.build();
  }

  build() {
    const { words } = this;
    this.list = h("ol", { class: "turns", "aria-label": words.conversation });
    this.welcome = h("div", { class: "welcome" });
    this.announcer = h("p", { class: "unseen", role: "status" });
    this.bar = h("div", { class: "sure" });
    this.problem = h("p", { class: "problem", id: "problem" });
    this.input = h("textarea", { id: "question", rows: "1", "aria-describedby": "hint problem", autocomplete: "off", enterkeyhint: "send" });
    const form = h(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.submit(event) },
      h("div", { class: "toolbar" }, h("label", { for: "question" }, words.input), this.bar),
      h("div", { class: "row" }, this.input, h("button", { class: "send" }, words.send)),
      this.problem,
      h("p", { class: "hint", id: "hint" }, h("span", { class: "for-keys" }, words.hint), h("span", { class: "for-touch" }, words.hint_short)),
    );
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.typed());
    this.element = h("section", { class: "chat", "aria-label": words.region }, h("h2", { class: "unseen" }, words.conversation), this.welcome, this.list, form, this.announcer);
  }

  /** Shows the conversation so far, and messages that never got through. */
  async begin() {
    const { words } = this;
    this.offerStart();
    try {
      const turns = await this.connection.history();
      turns.forEach((turn) => this.restore(turn));
    } catch {
      this.list.append(h("li", { class: "turn notice" }, words.history_failed));
    }
    for (const message of this.connection.unsent()) {
      const entry = this.entries?.get(message.message_id) ?? this.say(message);
      this.offerRetry(entry, entry.reply ? "" : words.not_sent);
    }
    if (this.list.childElementCount) this.scrollTo(this.list.lastElementChild, "auto");
  }

  focus() {
    this.input.focus();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  typed() {
    this.announcer.textContent = "";
    const over = this.input.value.trim().length - this.longest;
    this.complain(over > 0 ? fill(this.words.too_long, { over }) : "");
  }

  complain(text) {
    if (this.problem.textContent !== text) this.problem.textContent = text;
    this.input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) {
      this.complain(this.words.empty);
      this.announce(this.words.empty);
    } else if (text.length > this.longest) {
      this.announce(this.problem.textContent);
    } else {
      this.input.value = "";
      this.complain("");
      this.send(text);
    }
  }

  /** Sends a new message; messages wait for each other, so that replies keep their order. */
  send(text) {
    const entry = this.say({ text, message_id: newMessageId() });
    this.scrollTo(entry.said);
    this.line = this.line.then(() => this.deliver(entry));
    return this.line;
  }

  /** A choice is sent as if typed; the buttons give way to what was chosen, and the focus stays close by. */
  choose(text) {
    const entry = this.say({ text, message_id: newMessageId() });
    this.scrollTo(entry.said);
    entry.said.focus({ preventScroll: true });
    this.line = this.line.then(() => this.deliver(entry));
  }

  say({ text, message_id }) {
    this.number += 1;
    this.closeChoices(text);
    this.welcome.replaceChildren();
    const heading = h("h3", { class: "unseen" }, fill(this.words.you_said, { number: this.number }));
    const body = h("div", { class: "said" }, ...paragraphs(text));
    const said = h("li", { class: "turn you", tabindex: "-1" }, heading, body);
    this.list.append(said);
    this.offerStart();
    const entry = { text, message_id, said, body, number: this.number, tries: 0 };
    (this.entries ??= new Map()).set(message_id, entry);
    return entry;
  }

  async deliver(entry) {
    entry.tries += 1;
    const wait = this.wait(entry);
    try {
      const reply = await this.connection.send({ message_id: entry.message_id, text: entry.text, retry: entry.tries > 1 });
      wait.end();
      if (reply.said) entry.body.replaceChildren(...paragraphs(reply.said));
      if (reply.fresh && entry.number > 1) this.tell(entry, this.words.session_over);
      this.answer(entry, reply);
      // Only now is there room enough below the question to bring it to the top.
      this.scrollTo(entry.said);
      this.announce(reply.text);
      if (reply.failed) this.offerRetry(entry, "");
    } catch {
      wait.end();
      this.offerRetry(entry, this.words.not_sent);
      this.announce(this.words.not_sent);
    }
  }

  answer(entry, reply) {
    const heading = h("h3", { class: "unseen" }, fill(this.words.reply_to, { number: entry.number }));
    const drawn = drawReply(reply, this.words, (text) => this.choose(text));
    const turn = h("li", { class: "turn reply" }, heading, ...drawn);
    turn.querySelectorAll("form.keep").forEach((form) => this.connection.open(form, "summary"));
    (entry.reply ?? entry.said).after(turn);
    entry.reply?.remove();
    entry.reply = turn;
  }

  restore(turn) {
    const entry = this.say({ text: turn.said, message_id: turn.message_id });
    entry.tries = 1;
    this.answer(entry, turn);
    if (!turn.failed) this.connection.settle(turn.message_id);
  }

  /** "Looking that up", in words; said aloud only if it takes long. */
  wait(entry) {
    const text = h("p", {}, this.words.working);
    const shown = h("li", { class: "turn working" }, text);
    entry.problem?.remove();
    (entry.reply ?? entry.said).after(shown);
    const timer = setTimeout(() => {
      text.textContent = this.words.still_working;
      this.announce(this.words.still_working);
    }, LONG_WAIT);
    return { end: () => (clearTimeout(timer), shown.remove()) };
  }

  offerRetry(entry, text) {
    const again = () => {
      entry.said.focus({ preventScroll: true });
      entry.tries = Math.max(entry.tries, 1);
      this.line = this.line.then(() => this.deliver(entry));
    };
    entry.problem?.remove();
    entry.problem = h("li", { class: "turn unsent" }, text ? h("p", {}, text) : null, h("button", { type: "button", class: "offer", onclick: again }, this.words.retry));
    (entry.reply ?? entry.said).after(entry.problem);
  }

  tell(entry, text) {
    entry.said.before(h("li", { class: "turn notice" }, text));
  }

  /** Choices of earlier replies are over: a question's become the words of what was chosen, others go. */
  closeChoices(text) {
    for (const group of this.list.querySelectorAll("[data-choices]")) {
      const chosen = [...group.querySelectorAll("button")].some((button) => button.textContent === text);
      group.replaceWith(...(chosen ? [h("p", { class: "chosen" }, fill(this.words.chosen, { title: text }))] : []));
    }
  }

  offerStart() {
    const { words } = this;
    if (this.list.childElementCount) {
      if (!this.bar.childElementCount) this.bar.append(this.button(words.start_again, () => this.askToStartAgain()));
      return;
    }
    this.bar.replaceChildren();
    this.welcome.replaceChildren(h("h2", {}, words.welcome_title), choices(words.welcome, words.starters.map((title) => ({ title })), (text) => this.choose(text)));
  }

  askToStartAgain() {
    const { words } = this;
    const yes = this.button(words.start_again_yes, () => this.startAgain());
    const no = this.button(words.start_again_no, () => {
      const again = this.button(words.start_again, () => this.askToStartAgain());
      this.bar.replaceChildren(again);
      again.focus();
    });
    this.bar.replaceChildren(h("p", {}, words.start_again_sure), yes, no);
    yes.focus();
  }

  async startAgain() {
    try {
      await this.connection.startAgain();
    } catch {
      this.announce(this.words.start_again_failed);
      this.bar.prepend(h("p", { class: "problem" }, this.words.start_again_failed));
      return;
    }
    this.list.replaceChildren();
    this.entries = new Map();
    this.number = 0;
    this.offerStart();
    this.announce(this.words.started_again);
    this.focus();
  }

  button(text, onclick) {
    return h("button", { type: "button", class: "quiet", onclick }, text);
  }

  /** One polite status line reads each whole reply once; emptied first, so that the same words are heard again. */
  announce(text) {
    this.announcer.textContent = "";
    requestAnimationFrame(() => (this.announcer.textContent = text));
  }

  scrollTo(element, behavior) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "start", behavior: behavior ?? (calm ? "auto" : "smooth") });
  }
}
