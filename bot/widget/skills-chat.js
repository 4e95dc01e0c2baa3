// <skills-chat>: the chat as one element. `full` fills the page it stands on; else it opens from a button.
(() => {
  const script = document.currentScript.src;
  const parts = Promise.all(["skills-connection.js", "skills-conversation.js"].map((name) => import(new URL(name, script).href)));

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
    dress(holder) {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = new URL("skills-chat.css", script).href;
      const root = this.attachShadow({ mode: "open" });
      // Until then the page shows what it put inside the element.
      root.append(sheet, document.createElement("slot"), holder);
      return new Promise((done) => ["load", "error"].forEach((end) => sheet.addEventListener(end, done)));
    }

    /** Takes over from the page that was served: its conversation, and what was typed into it meanwhile. */
    async fill(holder) {
      await this.conversation.begin(this.dataset.session);
      const box = this.querySelector("textarea");
      const had = box && box === document.activeElement;
      if (box?.value) this.conversation.input.value = box.value;
      this.replaceChildren();
      holder.append(this.conversation.element);
      ["dock", "sheet"].forEach((name) => this.keepClear(name));
      this.conversation.toLatest();
      if (had) this.conversation.focus();
    }

    /** What gets the focus is scrolled clear of what sticks to the window: the box at its foot, the sheet at its head. */
    keepClear(name) {
      const part = this.conversation.element.querySelector(`.${name}`);
      const { style } = document.documentElement;
      new ResizeObserver(() => style.setProperty(`--${name}`, `${part.getBoundingClientRect().height}px`)).observe(part);
    }

    /** A button with words that opens the chat below it; Escape closes it and gives the focus back. */
    launch(holder, words) {
      const panel = this.conversation.element;
      const button = document.createElement("button");
      const show = async (open) => {
        panel.hidden = !open;
        button.textContent = open ? words.close : words.open;
        button.setAttribute("aria-expanded", String(open));
        if (!open) return button.focus();
        await (this.begun ??= this.conversation.begin());
        this.conversation.focus();
      };
      button.type = "button";
      button.className = "launcher";
      button.addEventListener("click", () => show(panel.hidden));
      panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
      panel.hidden = true;
      button.textContent = words.open;
      button.setAttribute("aria-expanded", "false");
      this.shadowRoot.querySelector("slot").remove();
      holder.append(button, panel);
    }
  }

  customElements.define("skills-chat", SkillsChat);
})();
