// What the page says aloud: new messages, short notes, and answers that want a press.

import { byId, languageOf, make } from "./elements.js";

const SHOWN = 6000; // ms that a note stays
const KEPT = 6; // announcements; a screen reader has read the older ones
let timer = 0;

/** Lets a screen reader say it, after what it says now. */
export function announce(text) {
  const live = byId("live");
  live.append(make("p", { lang: languageOf(text), textContent: text }));
  while (live.children.length > KEPT) live.firstChild.remove();
}

/** A short note at the bottom, said aloud too. */
export function toast(text) {
  const box = byId("toast");
  box.lang = languageOf(text);
  box.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (box.textContent = ""), SHOWN);
}

/** A note that stays until it is closed, as Telegram shows an alert. */
export function alertWith(text) {
  const box = byId("alert");
  byId("alert-words").textContent = text;
  byId("alert-words").lang = languageOf(text);
  if (!box.open) box.showModal();
}

byId("alert").querySelector("button").addEventListener("click", () => byId("alert").close());

/** Puts the text on the clipboard; whether that worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

function copyOldWay(text) {
  // Without the permission a selection can still be copied.
  const focused = document.activeElement;
  const field = make("textarea", { value: text, className: "unseen" });
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (focused) focused.focus();
  return copied;
}
