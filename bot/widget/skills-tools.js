// What can be done with a reply, and how it is read: aloud, larger, in simpler words, copied, called useful or wrong.

import { h, quiet } from "./skills-elements.js";

const READING = "skills-reading";
const SHOWN = 4000;
const SPOKEN = "h4, h5, p, li, dt, dd, th, td";
const NOT_SPOKEN = ".turn > h3, .origin, .as-at, .mark, .unseen, .after, .keep, summary, .card:not(.question):not(.choice) .choices";

export class Tools {
  constructor(conversation) {
    this.conversation = conversation;
    this.memory = conversation.connection.memory;
    this.panel = conversation.element.querySelector(".reading");
    this.panel.hidden = false;
    this.on = new Set((this.memory.get(READING) || "").split(" ").filter(Boolean));
    for (const box of this.panel.querySelectorAll("input")) {
      // The browser's own voice, where it has one.
      if (box.name === "aloud" && !window.speechSynthesis) box.parentElement.remove();
      box.checked = this.on.has(box.name);
      box.addEventListener("change", () => this.choose(box));
    }
  }

  get words() {
    return this.conversation.words;
  }

  choose({ name, checked }) {
    this.on[checked ? "add" : "delete"](name);
    this.memory.set(READING, [...this.on].join(" "));
    if (name === "aloud") {
      if (checked) this.speak(this.words.reading_aloud_on);
      else this.hush();
    }
    if (name === "simple") this.conversation.element.querySelectorAll(".plainly").forEach((part) => (part.open = checked));
    this.look();
  }

  /** The look that was chosen. */
  look() {
    for (const name of ["larger", "simple"]) this.conversation.element.classList.toggle(name, this.on.has(name));
  }

  hush() {
    window.speechSynthesis?.cancel();
  }

  /** Copying and reading aloud need a script, so they are added here. */
  add(turn, reply) {
    const row = turn.querySelector(".after");
    row?.append(this.copier(() => reply.text));
    if (row && window.speechSynthesis) row.append(this.reader(turn));
    if (this.on.has("simple")) turn.querySelectorAll(".plainly").forEach((part) => (part.open = true));
  }

  /** A button that copies a text and says so. */
  copier(text) {
    const button = quiet(this.words.copy, async () => {
      const said = (await copied(text())) ? this.words.copied : this.words.not_copied;
      button.textContent = said;
      button.focus({ preventScroll: true });
      setTimeout(() => (button.textContent = this.words.copy), SHOWN);
      this.conversation.announce(said);
    });
    return button;
  }

  reader(turn) {
    const button = quiet(this.words.read_aloud, () => {
      const stop = button.dataset.reading;
      this.hush();
      if (!stop) this.speak(this.spoken(turn), button);
    });
    button.classList.add("reader");
    return button;
  }

  /** What of a reply is for the ear: what is in sight, without sources and buttons; a question with its choices. */
  spoken(turn) {
    const said = turn.cloneNode(true);
    const not = [NOT_SPOKEN, "details:not([open])", ...(this.on.has("simple") ? [".has-plain > .short"] : [])];
    said.querySelectorAll(not.join()).forEach((part) => part.remove());
    const parts = [...said.querySelectorAll(SPOKEN)].filter((part) => !part.querySelector(SPOKEN));
    return parts.map((part) => part.textContent.replace(/https?:\S+/g, "").trim()).filter(Boolean);
  }

  replied(turn) {
    if (this.on.has("aloud")) this.speak(this.spoken(turn), turn.querySelector(".reader"));
  }

  /** Says some texts one after the other: a browser's voice may stop in the middle of a long one. */
  speak(texts, button) {
    const label = (reading) => {
      if (!button) return;
      button.dataset.reading = reading ? "yes" : "";
      button.textContent = reading ? this.words.stop_reading : this.words.read_aloud;
    };
    this.hush();
    const said = [texts].flat().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { lang: "en-GB" }));
    if (!said.length) return;
    said[said.length - 1].onend = () => label(false);
    said.forEach((each) => (each.onerror = () => label(false)));
    label(true);
    said.forEach((each) => speechSynthesis.speak(each));
  }

  /** Sends what somebody thinks of a reply; the form gives way to thanks. */
  async note(form, pressed) {
    const [opinion, reason] = pressed.split(" ");
    const message_id = form.elements.message_id.value;
    let said = this.words.useful_thanks;
    try {
      const { status } = await this.conversation.connection.about("feedback", { message_id, opinion, ...(reason && { reason }) });
      if (status !== 200) said = this.words.useful_failed;
    } catch {
      said = this.words.useful_failed;
    }
    form.querySelector(".thanks")?.remove();
    const thanks = h("p", { class: "thanks", tabindex: "-1" }, said);
    if (said === this.words.useful_failed) form.append(thanks);
    else form.replaceWith(thanks);
    // Having the focus, it is read.
    thanks.focus({ preventScroll: true });
  }
}

/** Whether a text is on the clipboard now; pages without https only have the old way. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = h("textarea", { readonly: "" });
    box.style.position = "fixed";
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}
