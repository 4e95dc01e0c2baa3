// What can be done with a reply, and how it is read: aloud, larger, in simpler words, copied, called useful or wrong.

import { h, quiet } from "./skills-elements.js";

const READING = "skills-reading";

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
      else speechSynthesis.cancel();
    }
    this.dress();
  }

  /** The look that was chosen, on the chat and on every answer. */
  dress() {
    const { element } = this.conversation;
    for (const name of ["larger", "simple"]) element.classList.toggle(name, this.on.has(name));
    element.querySelectorAll(".plainly").forEach((part) => (part.open = this.on.has("simple")));
  }

  /** Copying and reading aloud need a script, so they are added here. */
  add(turn, reply) {
    const row = turn.querySelector(".after");
    row?.append(this.copier(() => reply.text));
    if (row && window.speechSynthesis) row.append(this.reader(turn, reply));
    if (this.on.has("simple")) turn.querySelectorAll(".plainly").forEach((part) => (part.open = true));
  }

  /** A button that copies a text and says so. */
  copier(text) {
    const button = quiet(this.words.copy, async () => {
      const said = (await copied(text())) ? this.words.copied : this.words.not_copied;
      button.textContent = said;
      this.conversation.announce(said);
    });
    return button;
  }

  reader(turn, reply) {
    const button = quiet(this.words.read_aloud, () => {
      const stop = button.dataset.reading;
      speechSynthesis.cancel();
      if (!stop) this.speak(this.wordsOf(turn, reply), button);
    });
    return button;
  }

  /** An answer is read in its simpler words where those are wanted. */
  wordsOf(turn, { text }) {
    const plain = this.on.has("simple") && [...turn.querySelectorAll(".plain")].map((part) => part.textContent).join(" ");
    return plain || text;
  }

  replied(reply) {
    if (this.on.has("aloud")) this.speak(reply.custom.plain && this.on.has("simple") ? reply.custom.plain : reply.text);
  }

  speak(text, button) {
    // Addresses are no use to the ear.
    const said = new SpeechSynthesisUtterance(text.replace(/https?:\S+/g, ""));
    said.lang = "en-GB";
    if (button) {
      const label = (reading) => {
        button.dataset.reading = reading ? "yes" : "";
        button.textContent = reading ? this.words.stop_reading : this.words.read_aloud;
      };
      label(true);
      said.onend = said.onerror = () => label(false);
    }
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
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
    const thanks = h("p", { class: "thanks", tabindex: "-1" }, said);
    if (said === this.words.useful_failed) form.append(thanks);
    else form.replaceWith(thanks);
    thanks.focus({ preventScroll: true });
    this.conversation.announce(said);
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
