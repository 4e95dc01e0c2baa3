// The conversation on the screen: what was said, what was replied, and the box to type in. The server drew the parts.

import { newMessageId } from "./skills-connection.js";
import { drawn, fill, h, lines } from "./skills-elements.js";
import { Tools } from "./skills-tools.js";

const LONG_WAIT = 4000;
// How long to wait before each new try, in milliseconds; the network coming back, or a press, ends the waiting.
const PAUSES = [2000, 5000, 15000, 30000, 60000];
const MOST_ERRORS = 4;
// The status line is emptied again, so that whoever reads on does not meet the reply twice.
const ANNOUNCED = 15000;
// Who presses twice means it once, and sends no empty message after the first.
const TWICE = 1000;
const DRAFT = "skills-draft";
// Here the learner sheet stands beside the chat.
const BESIDE = "(min-width: 70rem)";

export class Conversation {
  constructor(connection, { html, labels, longest, off }, host) {
    Object.assign(this, { connection, host, off, words: labels, longest, number: 0, line: Promise.resolve(), entries: new Map() });
    this.element = drawn(html).firstElementChild;
    const part = (selector) => this.element.querySelector(selector);
    [this.list, this.welcome, this.announcer, this.problem, this.input] = [".turns", ".welcome", "[role=status]", ".problem", "textarea"].map(part);
    [this.talk, this.sheet, this.options] = [".talk", ".sheet", ".options"].map(part);
    this.tools = new Tools(this);
    this.element.addEventListener("submit", (event) => this.submit(event));
    this.element.addEventListener("toggle", ({ target }) => target.open && this.makeRoom(target), true);
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.typed());
    addEventListener("online", () => this.retryAll());
    document.addEventListener("visibilitychange", () => this.goOn?.());
    connection.changed = (over) => this.line = this.line.then(() => this.reload(over));
  }

  /** Shows the conversation so far, what was being typed, and messages that never got through. */
  async begin(session) {
    if (this.off) return;
    await this.connection.join(session);
    await this.reload(true);
    this.draft(this.connection.memory.get(DRAFT) || "");
    for (const message of this.connection.unsent()) {
      this.again(this.entries.get(message.message_id) ?? this.say(message));
    }
    this.toLatest();
  }

  toLatest() {
    if (this.number) this.scrollTo(this.list.lastElementChild, "auto");
  }

  /** What the server has of the conversation and this page has not; `anew` where it is another one. */
  async reload(anew) {
    if (anew) this.empty();
    try {
      const turns = await this.connection.history();
      for (const turn of turns ?? []) if (!this.entries.get(turn.message_id)?.reply) this.restore(turn);
      if (!turns) this.list.append(h("li", { class: "turn notice" }, this.words.session_over));
      this.fillSheet();
    } catch {
      this.list.append(h("li", { class: "turn notice" }, this.words.history_failed));
    }
  }

  empty() {
    this.list.replaceChildren();
    this.entries.clear();
    this.goOn?.();
    this.tools.hush();
    this.number = 0;
    this.talk.hidden = true;
    this.welcome.hidden = false;
    this.sheet.hidden = true;
    this.setRole(null);
  }

  focus() {
    (this.off ? this.welcome : this.input).focus();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.take(event);
  }

  /** In a narrow window there is room for the options or for the sheet; what opens just above the box comes to sight. */
  makeRoom(opened) {
    if (opened.matches(".opinion *")) opened.scrollIntoView({ block: "nearest" });
    const sheet = this.sheet.querySelector("details");
    if (!sheet || matchMedia(BESIDE).matches) return;
    if (opened === this.options) sheet.open = false;
    if (opened === sheet) this.options.open = false;
  }

  draft(text) {
    this.input.value = text;
    this.typed();
  }

  typed() {
    this.announcer.textContent = "";
    this.connection.memory.set(DRAFT, this.input.value);
    const over = this.input.value.trim().length - this.longest;
    this.complain(over > 0 ? fill(this.words.too_long, { over }) : "");
  }

  complain(text) {
    if (this.problem.textContent !== text) this.problem.textContent = text;
    this.input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /** Every form of the chat: without this script the server would take it. */
  submit(event) {
    const [form, pressed] = [event.target, event.submitter];
    if (form.matches(".keep")) return this.connection.open(form);
    if (form.matches(".composer")) return this.take(event);
    event.preventDefault();
    if (form.matches(".opinion")) this.tools.note(form, pressed.value);
    else if (form.matches(".choices")) this.choose(pressed.value);
    else this.startAgain(form, pressed?.value);
  }

  take(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text && performance.now() - this.sent < TWICE) return;
    if (!text) {
      this.complain(this.words.empty);
      this.announce(this.words.empty);
    } else if (text.length > this.longest) {
      this.announce(this.problem.textContent);
    } else {
      this.draft("");
      this.send(text);
    }
  }

  /** Sends a new message; messages wait for each other, so that replies keep their order. */
  send(text) {
    this.sent = performance.now();
    const entry = this.say({ text, message_id: newMessageId() });
    this.scrollTo(entry.said);
    this.queue(entry);
    return entry;
  }

  queue(entry) {
    this.line = this.line.then(() => this.deliver(entry));
  }

  /** A choice is sent as if typed; the buttons give way to what was chosen, and the focus stays close by. */
  choose(text) {
    this.options.open = false;
    this.send(text).said.focus({ preventScroll: true });
  }

  say({ text, message_id }) {
    this.number += 1;
    this.closeChoices(text);
    this.welcome.hidden = true;
    this.talk.hidden = false;
    const body = h("h3", { class: "said" });
    const said = h("li", { class: "turn you", tabindex: "-1" }, body);
    this.list.append(said);
    const entry = { text, message_id, said, body, number: this.number, tries: 0 };
    this.write(entry, text);
    this.entries.set(message_id, entry);
    return entry;
  }

  /** What somebody said is the heading of its turn. */
  write({ body, number }, text) {
    body.replaceChildren(h("span", { class: "unseen" }, `${fill(this.words.you_said, { number })}: `), ...lines(text));
  }

  /** Sends a message until it is answered. What comes after it waits, so that nothing is answered in the wrong place. */
  async deliver(entry) {
    while (!this.gone(entry) && !(entry.reply && !entry.failed)) {
      const { reply, reached, text: asked, retry_after } = await this.attempt(entry);
      if (this.gone(entry)) return;
      if (reply) return this.replied(entry, reply);
      // A server that answers with an error every time must not hold up the whole conversation.
      const over = reached && !retry_after && entry.tries >= MOST_ERRORS;
      const text = retry_after ? asked : over ? this.words.not_sent : reached ? this.words.busy : this.words.trying_again;
      this.offerRetry(entry, text);
      if (over || retry_after || entry.tries === 1) this.announce(text);
      if (over) return;
      entry.waits = true;
      await this.pause(retry_after ? retry_after * 1000 : PAUSES[Math.min(entry.tries, PAUSES.length) - 1]);
      entry.waits = false;
    }
  }

  /** One try: {reply}, or why there was none. */
  async attempt(entry) {
    entry.tries += 1;
    const wait = this.wait(entry);
    try {
      return { reply: await this.connection.send({ message_id: entry.message_id, text: entry.text, retry: entry.tries > 1 }) };
    } catch (refusal) {
      return refusal;
    } finally {
      wait.end();
    }
  }

  /** Whether a message belongs to a conversation that is over. */
  gone(entry) {
    return this.entries.get(entry.message_id) !== entry;
  }

  /** Waits, but no longer than until something says that it may work now. */
  pause(milliseconds) {
    return new Promise((done) => {
      this.goOn = done;
      setTimeout(done, milliseconds);
    });
  }

  replied(entry, reply) {
    const over = reply.fresh && entry.number > 1 ? this.words.session_over : "";
    if (reply.said) this.write(entry, reply.said);
    if (over) entry.said.before(h("li", { class: "turn notice" }, over));
    this.answer(entry, reply);
    // Only now is there room enough below the question to bring it to the top.
    this.scrollTo(entry.said);
    this.announce(`${over} ${reply.text}`.trim());
    this.tools.replied(entry.reply);
    this.fillSheet();
    if (reply.failed) this.offerRetry(entry, "");
  }

  answer(entry, reply) {
    const heading = h("h3", { class: "unseen" }, fill(this.words.reply_to, { number: entry.number }));
    const turn = h("li", { class: "turn reply" }, heading, drawn(reply.html));
    this.tools.add(turn, reply);
    (entry.reply ?? entry.said).after(turn);
    entry.reply?.remove();
    Object.assign(entry, { reply: turn, failed: reply.failed });
    if ("role" in reply.custom) this.setRole(reply.custom.role);
  }

  restore(turn) {
    const entry = this.entries.get(turn.message_id) ?? this.say({ text: turn.said, message_id: turn.message_id });
    entry.tries = 1;
    this.answer(entry, turn);
    if (!turn.failed) this.connection.settle(turn.message_id);
  }

  /** Who somebody said they are decides what the chat looks like, and hides nothing. */
  setRole(role) {
    this.role = role;
    this.element.className = role ? `chat for-${role}` : "chat";
    this.host.dataset.role = role ?? "";
    this.tools.look();
    this.options.querySelector(".role").textContent = this.words.ways[role]?.title ?? this.words.nobody;
  }

  /** The learner sheet fills while a representative and a learner talk. */
  async fillSheet() {
    const wanted = this.role === "ulr" && this.number > 0;
    if (wanted) {
      try {
        const { status, body } = await this.connection.about("sheet");
        if (status !== 200) return;
        if (body.html === this.filled && !this.sheet.hidden) return;
        this.filled = body.html;
        const open = this.sheet.querySelector("details")?.open ?? matchMedia(BESIDE).matches;
        this.sheet.replaceChildren(drawn(body.html));
        this.sheet.querySelector("details").open = open;
        this.sheet.querySelector(".keep").append(this.tools.copier(() => body.text));
      } catch {
        return;
      }
    }
    this.sheet.hidden = !wanted;
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

  /** Tries a message again: at once where it waits, else as the next. */
  again(entry) {
    entry.tries = Math.max(entry.tries, 1);
    if (entry.waits) this.goOn();
    else this.queue(entry);
  }

  retryAll() {
    for (const entry of this.entries.values()) if (entry.problem?.isConnected) this.again(entry);
  }

  offerRetry(entry, text) {
    const again = () => (entry.said.focus({ preventScroll: true }), this.again(entry));
    const button = h("button", { type: "button", class: "offer", onclick: again }, this.words.retry);
    entry.problem?.remove();
    entry.problem = h("li", { class: "turn unsent" }, text && h("p", {}, text), button);
    (entry.reply ?? entry.said).after(entry.problem);
  }

  /** Choices of earlier replies are over: a question's become the words of what was chosen, others go. */
  closeChoices(text) {
    for (const group of this.list.querySelectorAll(".choices")) {
      const chosen = [...group.querySelectorAll("button")].some((button) => button.value === text);
      group.replaceWith(...(chosen ? [h("p", { class: "chosen" }, fill(this.words.chosen, { title: text }))] : []));
    }
  }

  /** `role`: who goes on with somebody else. */
  async startAgain(form, role) {
    try {
      await this.connection.startAgain();
    } catch {
      this.announce(this.words.start_again_failed);
      form.prepend(h("p", { class: "problem" }, this.words.start_again_failed));
      return;
    }
    this.options.open = false;
    form.querySelector(".problem")?.remove();
    this.empty();
    this.announce(this.words.started_again);
    this.focus();
    if (this.words.ways[role]) this.send(this.words.ways[role].says);
  }

  /** One polite status line reads each whole reply once; emptied first, so that the same words are heard again. */
  announce(text) {
    this.announcer.textContent = "";
    requestAnimationFrame(() => (this.announcer.textContent = text));
    clearTimeout(this.announced);
    this.announced = setTimeout(() => (this.announcer.textContent = ""), ANNOUNCED);
  }

  scrollTo(element, behavior) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "start", behavior: behavior ?? (calm ? "auto" : "smooth") });
  }
}
