// Making elements, and reading which language a text is written in.

/** A new element with these properties and children; `aria-…`, `lang` and `role` become attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "lang" && !value) continue; // what the element lies in may know it
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

const KAZAKH = /[әғқңөұүһі]/i;
const CYRILLIC = /[а-яё]/i;

/** "kk" or "ru" as the letters tell, "" when they do not: a screen reader picks its voice by it. */
export function languageOf(text) {
  if (KAZAKH.test(text)) return "kk";
  return CYRILLIC.test(text) ? "ru" : "";
}

/** What changes a list of elements into another and leaves alone those that stay: a button must not
    vanish between the finger's down and up, and what has the focus must keep it. */
export function fill(parent, wanted) {
  const kept = new Set(wanted);
  for (const old of [...parent.children]) if (!kept.has(old)) old.remove();
  wanted.forEach((element, at) => {
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] || null);
  });
}
