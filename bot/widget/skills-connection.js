// Talks to the server. Loses no message: whatever was not answered stays in the browser until it is.

const PATIENCE = 40000;

/** Nothing usable came back. */
export class NotAnswered extends Error {}

/** What this browser tab remembers; in memory only where the browser forbids storage. */
class Memory {
  constructor() {
    this.own = new Map();
  }

  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return this.own.get(key) ?? null;
    }
  }

  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      this.own.set(key, value);
    }
  }

  drop(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      this.own.delete(key);
    }
  }
}

export class Connection {
  constructor(base) {
    this.base = base;
    this.memory = new Memory();
  }

  /** The words of the chat and the longest message: {labels, longest}. */
  async words() {
    return (await this.ask("labels")).body;
  }

  /** The turns of this tab's conversation, oldest first; none where there is no conversation or it is over. */
  async history() {
    const session = this.memory.get("skills-session");
    if (!session) return [];
    const { status, body } = await this.ask("history", { headers: { Authorization: `Bearer ${session}` } });
    if (status === 401) {
      this.memory.drop("skills-session");
      return [];
    }
    return body.turns;
  }

  /** The reply to a message: {text, custom, said, failed}, with `fresh` where a new conversation had to begin. */
  async send(message) {
    this.keep(message);
    let fresh = false;
    let answer = await this.post("message", { ...message, session: await this.session() });
    if (answer.status === 401) {
      fresh = true;
      this.memory.drop("skills-session");
      answer = await this.post("message", { ...message, session: await this.session() });
    }
    if (answer.status !== 200) throw new NotAnswered();
    if (!answer.body.failed) this.settle(message.message_id);
    return { ...answer.body, fresh };
  }

  /** Deletes the conversation on the server and begins a new one. */
  async startAgain() {
    const { body } = await this.post("start-again", { session: this.memory.get("skills-session") });
    this.memory.set("skills-session", body.session);
    this.memory.drop("skills-unsent");
  }

  /** Messages that were never answered, as {message_id, text}. */
  unsent() {
    try {
      return JSON.parse(this.memory.get("skills-unsent") || "[]");
    } catch {
      return [];
    }
  }

  keep({ message_id, text }) {
    const others = this.unsent().filter((message) => message.message_id !== message_id);
    this.memory.set("skills-unsent", JSON.stringify([...others, { message_id, text }]));
  }

  settle(messageId) {
    this.memory.set("skills-unsent", JSON.stringify(this.unsent().filter((one) => one.message_id !== messageId)));
  }

  async session() {
    if (!this.memory.get("skills-session")) {
      const { body } = await this.post("session", {});
      this.memory.set("skills-session", body.session);
    }
    return this.memory.get("skills-session");
  }

  /** Makes a form post to the server with this conversation's session, which never stands in an address. */
  open(form, path) {
    const session = document.createElement("input");
    Object.assign(session, { type: "hidden", name: "session" });
    form.action = this.base + path;
    form.append(session);
    form.addEventListener("submit", () => (session.value = this.memory.get("skills-session") ?? ""));
  }

  post(path, body) {
    return this.ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async ask(path, options = {}) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(this.base + path, { ...options, signal: patience.signal, cache: "no-store" });
      if (answer.status !== 200 && answer.status !== 401) throw new NotAnswered();
      return { status: answer.status, body: await answer.json() };
    } catch {
      throw new NotAnswered();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A name for a message that no other message has; works on plain http too, where randomUUID is missing. */
export function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
