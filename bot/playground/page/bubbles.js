// One message, or one album, with what it answers, its buttons, and what can be done with it.

import { languageOf, make } from "./elements.js";
import { drawText } from "./entities.js";
import { drawMedia } from "./media.js";
import { alertWith, copy, toast } from "./voice.js";
import { say } from "./words.js";
import { act } from "./server.js";

/** The messages of a chat in groups: an album is one, everything else stands alone. */
export function gather(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last && message.album && last[0].album === message.album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

/** What a message says, for a screen reader. */
export function told(message) {
  if (message.service) return tellService(message.service);
  const media = message.media ? say("demo." + message.media) + (message.file && message.file.emoji ? " " + message.file.emoji : "") : "";
  return [media, message.text].filter(Boolean).join(". ");
}

const tellService = (service) => say("demo.service_" + service.kind, { about: service.about });

/** The box of *messages*, in *view*: who looks, and what can be done there. */
export function drawBubble(messages, view) {
  const [first] = messages;
  if (first.service) return make("p", { className: "service" }, tellService(first.service));
  const captioned = messages.find((each) => each.text) || first;
  const words = make("div", { className: "text" }, ...drawText(captioned.text, captioned.entities, view.send));
  const own = first.sender_id === view.actor;
  const bubble = make(
    "div", { className: "bubble" },
    view.isGroup && !own ? make("strong", { className: "sender" }, first.sender) : null,
    first.reply ? drawReply(first.reply, view) : null, drawMedia(messages), captioned.text ? words : null, drawFoot(messages, own, view),
  );
  const label = (first.from_bot ? say("demo.bot") : first.sender) + ", " + clockTime(first.date);
  const box = make("article", { tabIndex: -1, lang: languageOf(captioned.text), "aria-label": label }, bubble, drawButtons(first, view));
  box.className = ["message", own ? "own" : "", first.media === "sticker" ? "bare" : "", first.buttons.length ? "keyed" : ""].join(" ");
  box.dataset.id = first.id;
  return box;
}

function drawReply(reply, view) {
  const go = () => view.find(reply.id);
  const words = make("span", {}, reply.text || "…");
  return make("button", { type: "button", className: "quoted", onclick: go, lang: languageOf(reply.text) }, make("strong", {}, reply.sender), words);
}

function drawFoot(messages, own, view) {
  const [first] = messages, start = told(first).slice(0, 40);
  const edited = messages.some((each) => each.edited);
  const foot = make("footer", {}, make("span", {}, clockTime(first.date) + (edited ? " · " + say("demo.edited") : "")));
  foot.append(icon("↩", say("demo.reply", { to: start }), () => view.reply(first)));
  if (own && first.text) foot.append(icon("✎", say("demo.edit", { what: start }), () => view.edit(first)));
  return foot;
}

const icon = (sign, name, onclick) => make("button", { type: "button", className: "icon", title: name, "aria-label": name, onclick }, sign);

function drawButtons(message, view) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row, at) => make("div", { className: "row" }, ...row.map((button, column) => drawButton(message, button, [at, column], view))));
  return make("div", { className: "keys" }, ...rows);
}

function drawButton(message, button, place, view) {
  const key = make("button", { type: "button", className: "key", title: button.label, lang: languageOf(button.label) }, make("span", {}, button.label));
  if (button.copy_text) key.append(make("span", { className: "mark copies" }));
  if (button.url) key.append(make("span", { className: "mark", "aria-hidden": "true" }, "↗"));
  key.addEventListener("click", () => press(message, button, place, key, view));
  return key;
}

async function press(message, button, place, key, view) {
  if (button.copy_text) return toast(say(await copy(button.copy_text) ? "demo.copied" : "demo.not_copied", { text: button.copy_text }));
  if (button.url) return alertWith(say("demo.link", { link: button.url }));
  key.setAttribute("aria-busy", "true");
  const pressed = await act("press", { chat: view.chat, person: view.actor, message: message.id, button: place });
  key.removeAttribute("aria-busy");
  const answer = pressed.answer;
  if (answer && answer.text) answer.show_alert ? alertWith(answer.text) : toast(answer.text);
}

/** The time of day in Kazakhstan, as the bot's own texts have it. */
export const clockTime = (seconds) => new Date(seconds * 1000 + 5 * 3600000).toISOString().slice(11, 16);
