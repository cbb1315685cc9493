// Where a person writes: words, commands, answers, edits, files with a caption, stickers.

import { languageOf, make } from "./elements.js";
import { told } from "./bubbles.js";
import { act } from "./server.js";
import { toast } from "./voice.js";
import { say, write } from "./words.js";

const LARGEST = 45 * 1024 * 1024; // bytes; a third more on the way, and the server takes 64 MB
const MOST_IN_ALBUM = 10;
const STICKERS = ["👍", "🙏", "😔", "😡"];
const KINDS = [
  { kind: "photo", accept: "image/*", multiple: true },
  { kind: "document", accept: "", multiple: true },
  { kind: "voice", accept: "audio/*", multiple: false },
  { kind: "audio", accept: "audio/*", multiple: false },
  { kind: "video", accept: "video/*", multiple: true },
  { kind: "video_note", accept: "video/*", multiple: false },
];
const ALBUMS = new Set(["photo", "document", "video"]);

export class Composer {
  /** *pane* tells the chat and who writes, and is told when something was sent. */
  constructor(pane) {
    this.pane = pane;
    this.reply = this.editing = this.pending = null;
    this.text = make("textarea", { rows: 1, autocomplete: "off", onkeydown: (event) => this.typed(event) });
    this.text.dataset.label = "demo.message";
    this.strip = make("div", { className: "strip", hidden: true });
    this.drawer = make("div", { className: "drawer", hidden: true });
    this.attach = this.opener("📎", "demo.attach", () => this.listFiles());
    this.menu = this.opener("/", "demo.commands", () => this.listCommands());
    const send = make("button", { className: "round" }, "➤");
    send.dataset.label = "demo.send";
    this.form = make("form", { onsubmit: (event) => this.submit(event) }, this.attach, this.menu, this.text, send);
    this.box = make("div", { className: "composer" }, this.strip, this.drawer, this.form);
  }

  opener(sign, label, list) {
    const button = make("button", { type: "button", className: "round", "aria-expanded": "false" }, sign);
    button.dataset.label = label;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-expanded") === "true") this.close();
      else if (this.pane.chat) this.open(button, list());
    });
    return button;
  }

  open(button, children) {
    this.close();
    button.setAttribute("aria-expanded", "true");
    this.drawer.replaceChildren(...children);
    this.drawer.hidden = false;
    this.drawer.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.close();
      button.focus();
    };
    (this.drawer.querySelector("button") || button).focus();
  }

  close() {
    this.drawer.hidden = true;
    for (const each of [this.attach, this.menu]) each.setAttribute("aria-expanded", "false");
  }

  listFiles() {
    const kinds = KINDS.map((each) => {
      const input = make("input", { type: "file", hidden: true, accept: each.accept, multiple: each.multiple });
      input.addEventListener("change", () => this.hold(each.kind, [...input.files]));
      const button = make("button", { type: "button", onclick: () => input.click() }, say("demo." + each.kind));
      button.dataset.kind = each.kind;
      return make("span", {}, button, input);
    });
    return [...kinds, ...STICKERS.map((emoji) => this.listSticker(emoji))];
  }

  listSticker(emoji) {
    const send = () => this.done(act("sticker", { ...this.place(), emoji }));
    return make("button", { type: "button", className: "emoji", "aria-label": say("demo.sticker") + " " + emoji, onclick: send }, emoji);
  }

  listCommands() {
    const commands = this.pane.commands();
    if (!commands.length) return [make("p", {}, say("demo.no_commands"))];
    return commands.map(({ command, description }) => make(
      "button", { type: "button", className: "command", onclick: () => this.done(this.say("/" + command + this.pane.mention())) },
      make("strong", {}, "/" + command), make("span", { lang: languageOf(description) }, description),
    ));
  }

  hold(kind, files) {
    this.close();
    if (files.some((file) => file.size > LARGEST)) return toast(say("demo.too_large"));
    this.pending = files.length ? { kind, files } : null;
    this.show();
    this.text.focus();
  }

  answer(message) {
    this.clear();
    this.reply = message;
    this.show();
    this.text.focus();
  }

  edit(message) {
    this.clear();
    this.editing = message;
    this.text.value = message.text;
    this.show();
    this.text.focus();
  }

  clear() {
    if (this.editing) this.text.value = "";
    this.reply = this.editing = this.pending = null;
    this.close();
    this.show();
  }

  /** The line above the words: what is answered, edited, or sent along. */
  show() {
    const words = this.editing ? say("demo.edit", { what: told(this.editing) })
      : this.pending ? say("demo.pending", { what: say("demo." + this.pending.kind), names: this.pending.files.map((file) => file.name).join(", ") })
      : this.reply ? say("demo.reply", { to: told(this.reply) }) : "";
    this.strip.hidden = !words;
    const stop = make("button", { type: "button", className: "icon", onclick: () => { this.clear(); this.text.focus(); } }, "✕");
    stop.dataset.label = "demo.cancel";
    this.strip.replaceChildren(make("span", {}, words), stop);
    write(this.strip);
  }

  typed(event) {
    if (event.key === "Escape") return this.clear();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) return this.submit(event);
    if (event.key !== "ArrowUp" || this.text.value) return undefined;
    const last = this.pane.lastOwn();
    if (last) {
      event.preventDefault();
      this.edit(last);
    }
    return undefined;
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value.trim(), { editing, pending } = this;
    if (!this.pane.chat || (!text && !pending)) return;
    const sent = editing ? act("edit", { ...this.place(), message: editing.id, text })
      : pending ? this.sendFiles(pending, text) : this.say(text);
    this.text.value = "";
    await this.done(sent, text);
  }

  say(text) {
    return act("send", { ...this.place(), text });
  }

  async sendFiles({ kind, files }, caption) {
    let answer = {};
    const place = this.place();
    for (let at = 0; at < files.length && !answer.error; at += MOST_IN_ALBUM) {
      const part = files.slice(at, at + MOST_IN_ALBUM), said = at ? "" : caption;
      const bodies = await Promise.all(part.map(base64));
      answer = part.length > 1 && ALBUMS.has(kind) ? await act("album", { ...place, kind, files: bodies, caption: said })
        : await act("file", { ...place, kind, base64: bodies[0], name: part[0].name, mime: part[0].type, caption: said });
    }
    return answer;
  }

  /** After something was sent: an empty line again; what was refused stays to be mended. */
  async done(sending, text = "") {
    const { reply, editing, pending } = this;
    this.clear();
    this.text.focus();
    const answer = await sending;
    if (!answer.error || this.text.value) return;
    Object.assign(this, { reply, editing, pending });
    this.text.value = text;
    this.show();
  }

  place() {
    return { ...this.pane.place(), reply_to: this.reply ? this.reply.id : null };
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
