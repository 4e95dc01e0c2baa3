// Small pieces that the chat is made of. What people typed is set as text; what the server drew comes escaped.

// Pages that forbid HTML from strings let this policy pass; the server that sent this script sent the HTML too.
const policy = window.trustedTypes?.createPolicy("skills-chat", { createHTML: (html) => html });

/** The elements of HTML that the server drew. */
export function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

/** An element with attributes and children; strings become text, empty children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child));
  return element;
}

/** A quiet button. */
export function quiet(text, onclick) {
  return h("button", { type: "button", class: "quiet", onclick }, text);
}

/** A label with its places filled in: fill("{n} more", {n: 2}). */
export function fill(label, values) {
  return label.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** Text with its line breaks kept. */
export function lines(text) {
  return text.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line]));
}
