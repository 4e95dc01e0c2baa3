// <skills-chat>: the chat as one element. `full` fills the page it stands on; else it opens from a button.
(() => {
  const script = document.currentScript.src;
  const parts = Promise.all(["skills-connection.js", "skills-conversation.js"].map((name) => import(new URL(name, script).href)));

  class SkillsChat extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const [{ Connection }, { Conversation }] = await parts;
      const connection = new Connection(new URL(".", script).href);
      let words;
      try {
        words = await connection.words();
      } catch {
        // Without words there is no chat: what the page put inside the element is shown.
        root.append(document.createElement("slot"));
        return;
      }
      await this.dress(root);
      this.conversation = new Conversation(connection, words.labels, words.longest);
      if (this.hasAttribute("full")) {
        root.append(this.conversation.element);
        await this.conversation.begin();
      } else {
        root.append(this.launcher(words.labels));
      }
    }

    /** The style sheet is in place before anything is shown. */
    dress(root) {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = new URL("skills-chat.css", script).href;
      const loaded = new Promise((done) => sheet.addEventListener("load", done));
      const failed = new Promise((done) => sheet.addEventListener("error", done));
      root.append(sheet);
      return Promise.race([loaded, failed]);
    }

    /** A button with words that opens the chat below it; Escape closes it and gives the focus back. */
    launcher(words) {
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
      const holder = document.createElement("div");
      holder.append(button, panel);
      return holder;
    }
  }

  customElements.define("skills-chat", SkillsChat);
})();
