// One of the three chats that are played: the citizen's, the office's, the admin's.

import { drawBubble, gather, told } from "./bubbles.js";
import { Composer } from "./composer.js";
import { fill, languageOf, make } from "./elements.js";
import { act } from "./server.js";
import { announce } from "./voice.js";
import { say, spoken } from "./words.js";

const AT_END = 40; // pixels; who is so near the end of a chat wants to follow it

export class Pane {
  /** *chatsIn* finds the pane's chats in a state. */
  constructor(name, chatsIn) {
    this.name = name;
    this.chatsIn = chatsIn;
    this.chat = this.state = null;
    this.drawn = new Map();
    this.known = new Map();
    this.unread = 0;
    this.isShown = true;
    this.choice = labelled(make("select", { onchange: () => this.turn() }), "demo.whose_chat");
    this.who = labelled(make("select", { onchange: () => this.turn() }), "demo.who_writes");
    this.block = labelled(make("button", { type: "button", className: "icon", onclick: () => this.toggleBlock() }, "🚫"), "demo.block");
    this.log = labelled(make("div", { className: "log", role: "group", tabIndex: 0 }), "demo.messages");
    this.atEnd = true;
    for (const grown of ["load", "loadedmetadata"]) this.log.addEventListener(grown, () => this.atEnd && this.toEnd(), true);
    this.log.addEventListener("scroll", () => (this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < AT_END));
    this.keyboard = make("div", { className: "keyboard", hidden: true });
    this.composer = new Composer(this);
    const title = make("h2", { id: "title-" + name });
    title.dataset.text = "demo." + name;
    const header = make("div", { className: "head" }, title, this.choice, this.who, this.block);
    this.box = make("section", { className: "pane", id: "pane-" + name, "aria-labelledby": title.id }, header, this.log, this.keyboard, this.composer.box);
  }

  get isGroup() {
    return Boolean(this.chat && this.chat.members);
  }

  actor() {
    return this.isGroup ? Number(this.who.value) || this.chat.members[0] : this.chat.person;
  }

  place() {
    return { chat: this.chat.id, person: this.actor() };
  }

  commands() {
    return this.chat ? this.chat.commands : [];
  }

  mention() {
    return this.isGroup ? "@" + this.state.bot.username : "";
  }

  lastOwn() {
    return this.chat && this.chat.messages.filter((each) => each.sender_id === this.actor() && each.text).at(-1);
  }

  toggleBlock() {
    act(this.chat.is_blocked ? "unblock" : "block", { person: this.chat.person });
  }

  /** Another chat, or another person who writes: nothing that was begun goes along. */
  turn() {
    this.composer.clear();
    this.draw(this.state);
  }

  draw(state) {
    this.state = state;
    const chats = this.chatsIn(state);
    options(this.choice, chats.map((chat) => [chat.id, chat.title || chat.name]), this.wanted);
    if (chats.some((chat) => chat.id === this.wanted)) this.wanted = undefined;
    const before = this.chat && this.chat.id;
    this.chat = chats.find((chat) => String(chat.id) === this.choice.value) || null;
    if (!this.chat) return;
    if (this.isGroup) options(this.who, this.chat.members.map((id) => [id, nameOf(state, id)]));
    this.who.hidden = !this.isGroup;
    this.block.hidden = this.isGroup;
    this.block.setAttribute("aria-pressed", String(Boolean(this.chat.is_blocked)));
    if (before !== this.chat.id) this.drawn.clear();
    else this.tellNews();
    this.known = new Map(this.chat.messages.map((each) => [each.id, JSON.stringify([each.text, each.buttons])]));
    this.drawLog(before !== this.chat.id);
    this.drawKeyboard();
  }

  /** Says what is new of others, and counts it for whoever looks at another chat. */
  tellNews() {
    for (const message of this.chat.messages) {
      if (this.known.get(message.id) === JSON.stringify([message.text, message.buttons])) continue;
      if (message.sender_id === this.actor()) continue;
      if (!this.isShown) this.unread += 1;
      const who = message.from_bot ? say("demo.bot") : message.sender;
      announce(say("demo.news", { chat: say("demo." + this.name), who, text: told(message) }));
    }
  }

  drawLog(isOther) {
    const { log } = this;
    const follows = isOther || this.atEnd;
    const focused = log.contains(document.activeElement) && document.activeElement !== log ? document.activeElement.closest(".message") : null;
    const boxes = this.chat.messages.length ? this.bubbles() : [this.greeting()];
    fill(log, boxes);
    if (focused && !focused.isConnected) this.refocus(focused.dataset.id);
    if (follows) this.toEnd();
  }

  /** The newest message comes into sight. */
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.atEnd = true;
  }

  /** What had the focus was replaced: the same message gets it, or the last one when that is gone. */
  refocus(id) {
    const box = this.log.querySelector(`[data-id="${id}"]`) || this.log.lastElementChild;
    if (box) box.focus({ preventScroll: true });
  }

  bubbles() {
    const before = this.drawn, view = this.view();
    this.drawn = new Map(gather(this.chat.messages).map((messages) => {
      const facts = JSON.stringify([messages, view.actor, spoken()]), old = before.get(messages[0].id);
      return [messages[0].id, old && old.facts === facts ? old : { facts, box: drawBubble(messages, view) }];
    }));
    return [...this.drawn.values()].map((each) => each.box);
  }

  view() {
    return {
      chat: this.chat.id, actor: this.actor(), isGroup: this.isGroup,
      send: (text) => this.composer.say(text),
      reply: (message) => this.composer.answer(message),
      edit: (message) => this.composer.edit(message),
      find: (id) => this.find(id),
    };
  }

  find(id) {
    const box = this.log.querySelector(`[data-id="${id}"]`);
    if (!box) return;
    box.scrollIntoView({ block: "center" });
    box.focus();
  }

  /** What an empty chat shows: the bot's own description. */
  greeting() {
    const person = this.state.people.find((each) => each.id === this.chat.person);
    const texts = this.state.bot.description;
    const text = (person && texts[person.language_code]) || texts[""] || "";
    return make("p", { className: "greeting", lang: languageOf(text) }, text);
  }

  drawKeyboard() {
    const start = !this.isGroup && !this.chat.messages.length;
    const rows = start ? [["/start"]] : this.chat.keyboard || [];
    const facts = JSON.stringify([rows, this.chat.id, spoken()]);
    if (this.keyboard.dataset.facts === facts) return;
    this.keyboard.dataset.facts = facts;
    this.keyboard.hidden = !rows.length;
    this.keyboard.replaceChildren(...rows.map((row) => make("div", { className: "row" }, ...row.map((label) => make(
      "button", { type: "button", className: "key", onclick: () => this.composer.done(this.composer.say(label)) },
      start ? say("demo.start") : label,
    )))));
  }
}

function labelled(element, key) {
  element.dataset.label = key;
  return element;
}

const nameOf = (state, id) => state.people.find((person) => person.id === id).first_name;

function options(select, items, wanted) {
  const before = wanted === undefined ? select.value : String(wanted), facts = JSON.stringify(items);
  if (select.dataset.facts === facts && select.value === before) return;
  select.dataset.facts = facts;
  select.replaceChildren(...items.map(([value, text]) => make("option", { value, textContent: text })));
  select.value = items.some(([value]) => String(value) === before) ? before : String((items[0] || [""])[0]);
}
