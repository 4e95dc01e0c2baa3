// <skills-chat>: the chat as one element. `full` fills the page it stands on; else it opens from a button.
(() => {
  const script = document.currentScript.src;
  const parts = Promise.all(["skills-connection.js", "skills-conversation.js"].map((name) => import(new URL(name, script).href)));

  /** What in a drawing of the chat is of the same kind and words; the box, whatever is written in it. */
  const alike = (drawing, { localName, textContent }) =>
    [...drawing.querySelectorAll(localName)].filter((one) => localName === "textarea" || one.textContent === textContent);

  class SkillsChat extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      try {
        const [{ Connection }, { Conversation }] = await parts;
        const connection = new Connection(new URL(".", script).href);
        const shell = await connection.words();
        const holder = document.createElement("div");
        await this.dress(holder);
        this.conversation = new Conversation(connection, shell, this);
        await (this.hasAttribute("full") ? this.fill(holder) : this.launch(holder, shell.labels));
      } catch {
        // Without the server there is no chat: what the page put inside the element stays.
      }
    }

    /** The style sheet is in place before anything is shown. */
    async dress(holder) {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = new URL("skills-chat.css", script).href;
      const root = this.attachShadow({ mode: "open" });
      // Until then the page shows what it put inside the element.
      root.append(sheet, document.createElement("slot"), holder);
      await new Promise((done) => ["load", "error"].forEach((end) => sheet.addEventListener(end, done)));
      // Pages may set what a rem is; here it is what the person chose in the browser.
      const [medium, rem] = [holder, document.documentElement].map((one) => parseFloat(getComputedStyle(one).fontSize));
      if (medium !== rem) holder.style.zoom = medium / rem;
    }

    /** Takes over from the page that was served: its conversation, and what was typed into it meanwhile. */
    async fill(holder) {
      await this.conversation.begin(this.dataset.session);
      const box = this.querySelector("textarea");
      const had = document.activeElement ?? this;
      const nth = alike(this, had).indexOf(had);
      if (box?.value) this.conversation.draft(box.value);
      this.replaceChildren();
      holder.append(this.conversation.element);
      ["dock", "sheet"].forEach((name) => this.keepClear(name, document.documentElement));
      this.conversation.toLatest();
      alike(this.conversation.element, had)[nth]?.focus({ preventScroll: true });
    }

    /** What gets the focus is scrolled clear of what sticks to the edge: the box at the foot, the sheet at the head. */
    keepClear(name, { style }) {
      const part = this.conversation.element.querySelector(`.${name}`);
      new ResizeObserver(() => style.setProperty(`--${name}`, `${part.getBoundingClientRect().height}px`)).observe(part);
    }

    /** A button with words that opens the chat below it; Escape closes it and gives the focus back. */
    async launch(holder, words) {
      await this.conversation.begin();
      const panel = this.conversation.element;
      const button = document.createElement("button");
      const show = (open) => {
        panel.hidden = !open;
        // Its words say which state it is in, so that no second word for it is read out.
        button.textContent = open ? words.close : (this.getAttribute("label") ?? words.open);
      };
      button.type = "button";
      button.className = "launcher";
      button.addEventListener("click", () => {
        show(panel.hidden);
        if (panel.hidden) return this.conversation.tools.hush();
        this.conversation.focus();
        button.scrollIntoView({ block: "nearest" });
      });
      panel.addEventListener("keydown", ({ key }) => key === "Escape" && (button.click(), button.focus()));
      show(false);
      this.shadowRoot.querySelector("slot").remove();
      holder.append(button, panel);
      this.keepClear("dock", this);
    }
  }

  customElements.define("skills-chat", SkillsChat);
})();
