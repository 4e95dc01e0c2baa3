// Small pieces that every card is made of. Everything from the server is set as text, never as markup.

const SAFE = ["https:", "mailto:", "tel:"];

/** An element with attributes and children; strings become text, empty children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== "" && child !== false));
  return element;
}

/** A label with its places filled in: fill("{n} more", {n: 2}). */
export function fill(label, values) {
  return label.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** Text as paragraphs, with its line breaks kept. */
export function paragraphs(text, className) {
  return String(text ?? "")
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part) => h("p", { class: className }, ...part.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line]))));
}

/** A link where the address is one we let people follow, else plain text. */
export function link(text, address, newTab) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return text;
  }
  if (!SAFE.includes(url.protocol)) return text;
  if (url.protocol !== "https:") return h("a", { href: url.href }, text);
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text, h("span", { class: "unseen" }, ` ${newTab}`));
}

/** A text in which the address or number that it names is a link. */
export function linked(text, address, newTab) {
  if (!address) return [text];
  const [named] = text.match(address.startsWith("tel:") ? /\+?\d[\d ]+\d/ : /\S+\.\S*[\w/]/) ?? [text];
  const [before, ...after] = text.split(named);
  return [before, link(named, address, newTab), after.join(named)];
}

/** A part that opens on request. */
export function more(summary, children, open = false) {
  return h("details", { open }, h("summary", {}, summary), ...children);
}

/** A headed list, or nothing where the list is empty. */
export function headed(title, items, heading = "h5") {
  if (!items?.length) return null;
  return h("section", {}, h(heading, {}, title), h("ul", {}, ...items.map((item) => h("li", {}, item))));
}

/** Choices as real buttons; what a button sends can be typed as well. */
export function choices(title, offered, choose) {
  if (!offered?.length) return null;
  const buttons = offered.map((choice) =>
    h("li", {}, h("button", { type: "button", class: "offer", onclick: () => choose(choice.payload ?? choice.title) }, choice.title)),
  );
  return h("div", { class: "choices", "data-choices": true }, h("p", { class: "choices-title" }, title), h("ul", {}, ...buttons));
}
