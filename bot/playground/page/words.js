// The page's own words. They are texts of the catalogues, for offices rehearse here in Kazakh and in Russian.

import { byId } from "./elements.js";

let texts = {};
let language = navigator.language.startsWith("ru") ? "ru" : "kk";

export const spoken = () => language;

/** The text of that key with its places filled in; the key itself when there is no such text. */
export function say(key, values = {}) {
  const text = (texts[language] || {})[key] || key;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

/** Writes the words of everything under *root* that names a key. */
export function write(root = document) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.label);
  }
}

/** Takes the texts, and follows the choice of a language; *changed* is told of each. */
export function speak(known, changed) {
  texts = known;
  const choice = byId("language");
  const follow = () => {
    document.documentElement.lang = language;
    write();
    changed();
  };
  choice.value = language;
  choice.addEventListener("change", () => {
    language = choice.value;
    follow();
  });
  follow();
}
