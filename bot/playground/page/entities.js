// A text with what stands out in it: bold words, quotations, links, commands. Offsets count UTF-16, as strings do here.

import { make } from "./elements.js";
import { say } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};
const LOOKS_LIKE_A_LINK = new Set(["mention", "hashtag", "cashtag", "email", "phone_number", "text_mention"]);
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
let quotations = 0;

/** The nodes of *text*; a press on a command calls *send*. */
export const drawText = (text, entities, send) => drawPart(text, entities, 0, text.length, send);

function drawPart(text, entities, start, end, send) {
  const nodes = [];
  let at = start;
  entities.forEach((entity, index) => {
    if (entity.offset < at) return; // lies in one that is drawn
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = entities.slice(index + 1).filter((each) => each.offset < stop);
    nodes.push(text.slice(at, entity.offset));
    nodes.push(drawEntity(entity, text.slice(entity.offset, stop), drawPart(text, inside, entity.offset, stop, send), send));
    at = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop; // the block ends the line itself
  });
  nodes.push(text.slice(at, end));
  return nodes;
}

function drawEntity(entity, words, children, send) {
  if (entity.type in TAGS) return make(TAGS[entity.type], {}, ...children);
  if (entity.type === "expandable_blockquote") return drawQuotation(children);
  if (entity.type === "spoiler") return drawSpoiler(children);
  if (entity.type === "bot_command") return make("button", { type: "button", className: "link", onclick: () => send(words) }, words);
  if (entity.type === "url" || entity.type === "text_link") return drawLink(entity.url || words, children);
  return make("span", { className: LOOKS_LIKE_A_LINK.has(entity.type) ? "link" : "" }, ...children);
}

function drawLink(target, children) {
  const href = /^https?:/.test(target) ? target : "https://" + target;
  return make("a", { href, target: "_blank", rel: "noreferrer noopener" }, ...children);
}

function drawSpoiler(children) {
  const box = make("button", { type: "button", className: "spoiler", "aria-label": say("demo.hidden_words") }, ...children);
  box.addEventListener("click", () => {
    box.classList.add("open");
    box.removeAttribute("aria-label");
  });
  return box;
}

/** A quotation of which three lines are seen until it is opened; a shorter one has nothing to open. */
function drawQuotation(children) {
  const words = make("div", { className: "words", id: "quotation-" + ++quotations }, ...children);
  const control = make("button", { type: "button", className: "link", hidden: true, "aria-controls": words.id });
  const box = make("blockquote", { className: "expandable" }, words, control);
  const show = (open) => {
    box.classList.toggle("open", open);
    control.setAttribute("aria-expanded", String(open));
    control.textContent = say(open ? "demo.less" : "demo.more");
  };
  control.addEventListener("click", () => show(!box.classList.contains("open")));
  show(false);
  new ResizeObserver(() => {
    if (!box.classList.contains("open")) control.hidden = words.scrollHeight <= words.clientHeight + 1;
  }).observe(words);
  return box;
}
