// Talks to the server. Loses no message: whatever was not answered stays in the browser until it is.

const PATIENCE = 40000;
const NEIGHBOURS = 250;

/** Nothing usable came back; `reached` where the server did answer, `text` and `retry_after` where it asks for patience. */
export class NotAnswered extends Error {
  constructor(reached = false, { text, retry_after } = {}) {
    super();
    Object.assign(this, { reached, text, retry_after });
  }
}

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

const SESSION = "skills-session";
const UNSENT = "skills-unsent";

export class Connection {
  /** `changed(started)` is called when another tab of this conversation went on, or started again. */
  constructor(base) {
    this.base = base;
    this.memory = new Memory();
    this.changed = () => {};
    this.others = window.BroadcastChannel ? new BroadcastChannel(`skills-chat ${base}`) : null;
    this.others?.addEventListener("message", ({ data }) => this.hear(data));
  }

  /** The chat as HTML, its words and the longest message: {html, labels, longest}. */
  async words() {
    return (await this.ask("labels")).body;
  }

  /** Goes on with the conversation of `session`, of this tab, or of another tab that is open; else there is none yet. */
  async join(session) {
    // What was said on the page that was served is later than what this tab knows.
    if (session) this.memory.set(SESSION, session);
    if (this.memory.get(SESSION) || !this.others) return;
    this.others.postMessage({ wanted: true });
    await new Promise((done) => ((this.joined = done), setTimeout(done, NEIGHBOURS)));
  }

  hear({ wanted, session, turned, over }) {
    const own = this.memory.get(SESSION);
    const ended = Boolean(own) && over === own;
    if (wanted && own) this.others.postMessage({ session: own });
    if (session && (!own || ended)) this.memory.set(SESSION, session);
    if (session) this.joined?.();
    if (ended || (turned && turned === this.memory.get(SESSION))) this.changed(ended);
  }

  /** The turns of this conversation, oldest first; none where there is no conversation, null where it is over. */
  async history() {
    const session = this.memory.get(SESSION);
    if (!session) return [];
    const { status, body } = await this.ask("history", { headers: { Authorization: `Bearer ${session}` } });
    if (status !== 401) return body.turns;
    this.memory.drop(SESSION);
    return null;
  }

  /** The reply to a message; `retry` has the server look first whether it was answered before. */
  async send(message) {
    this.keep(message);
    let session = await this.session();
    let answer = await this.post("message", { session, ...message });
    const fresh = answer.status === 401;
    if (fresh) {
      const over = session;
      this.memory.drop(SESSION);
      session = await this.session();
      this.others?.postMessage({ over, session });
      answer = await this.post("message", { session, ...message });
    }
    if (answer.status !== 200) throw new NotAnswered(true);
    if (!answer.body.failed) this.settle(message.message_id);
    this.others?.postMessage({ turned: session, session });
    return { ...answer.body, fresh };
  }

  /** Deletes the conversation on the server and begins a new one. */
  async startAgain() {
    const over = this.memory.get(SESSION);
    const { body } = await this.post("start-again", { session: over });
    this.memory.set(SESSION, body.session);
    this.memory.drop(UNSENT);
    this.others?.postMessage({ over, session: body.session });
  }

  /** Posts something about this conversation. */
  about(path, body) {
    return this.post(path, { session: this.memory.get(SESSION), ...body });
  }

  /** Messages that were never answered, as {message_id, text}. */
  unsent() {
    try {
      return JSON.parse(this.memory.get(UNSENT) || "[]");
    } catch {
      return [];
    }
  }

  keep({ message_id, text }) {
    this.memory.set(UNSENT, JSON.stringify([...this.unsent().filter((one) => one.message_id !== message_id), { message_id, text }]));
  }

  settle(messageId) {
    this.memory.set(UNSENT, JSON.stringify(this.unsent().filter((one) => one.message_id !== messageId)));
  }

  async session() {
    if (!this.memory.get(SESSION)) {
      const { body } = await this.post("session", {});
      // Another tab may have begun the conversation meanwhile.
      if (!this.memory.get(SESSION)) this.memory.set(SESSION, body.session);
      this.others?.postMessage({ session: this.memory.get(SESSION) });
    }
    return this.memory.get(SESSION);
  }

  /** Lets a form open a page about this conversation; the session goes in the form, never in an address. */
  open(form) {
    form.action = `${this.base}keep`;
    const input = form.elements.session ?? document.createElement("input");
    Object.assign(input, { type: "hidden", name: "session", value: this.memory.get(SESSION) ?? "" });
    form.append(input);
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
    let [reached, patient] = [false, {}];
    try {
      const answer = await fetch(this.base + path, { ...options, signal: patience.signal, cache: "no-store", credentials: "omit" });
      reached = answer.status !== 200;
      if (answer.status === 429) patient = await answer.json();
      if (reached && answer.status !== 401) throw new NotAnswered();
      return { status: answer.status, body: await answer.json() };
    } catch {
      throw new NotAnswered(reached, patient);
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
