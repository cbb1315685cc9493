// Three chats side by side; on a narrow screen one at a time.

import { byId, make } from "./elements.js";
import { Pane } from "./pane.js";
import { follow, texts } from "./server.js";
import { drawTools, prepare } from "./tools.js";
import { say, speak, write } from "./words.js";

const adminsIn = (state) => new Set(state.people.filter((person) => person.is_admin).map((person) => person.id));
const officersIn = (state) => new Set(state.groups.flatMap((group) => group.members).filter((id) => !adminsIn(state).has(id)));
const privateChats = (state, isTheirs) => state.private.filter((chat) => isTheirs(chat.person)).reverse();

const panes = [
  new Pane("citizen", (state) => privateChats(state, (id) => !adminsIn(state).has(id) && !officersIn(state).has(id))),
  new Pane("group", (state) => [...[...state.groups].reverse(), ...privateChats(state, (id) => officersIn(state).has(id))]),
  new Pane("admin", (state) => privateChats(state, (id) => adminsIn(state).has(id))),
];
const tabs = new Map(panes.map((pane) => [pane, make("button", { type: "button", onclick: () => turnTo(pane) })]));
const narrow = matchMedia("(max-width: 55.99em)");
let state = null, chosen = panes[0];

function turnTo(pane) {
  chosen = pane;
  showPanes();
}

/** On a narrow screen only the chosen chat is there; what comes into the others is counted. */
function showPanes() {
  for (const pane of panes) {
    pane.isShown = !narrow.matches || pane === chosen;
    pane.box.hidden = !pane.isShown;
    if (pane.isShown) {
      pane.unread = 0;
      pane.toEnd();
    }
  }
  drawTabs();
}

function drawTabs() {
  for (const [pane, tab] of tabs) {
    tab.setAttribute("aria-pressed", String(pane === chosen));
    const news = pane.unread ? [make("span", { className: "badge", "aria-hidden": "true" }, String(pane.unread)),
      make("span", { className: "unseen" }, say("demo.unread", { n: pane.unread }))] : [];
    tab.replaceChildren(make("span", {}, say("demo.short_" + pane.name)), " ", ...news);
  }
}

function draw(next) {
  state = next;
  for (const pane of panes) pane.draw(state);
  drawTabs();
  drawTools(state);
}

async function begin() {
  const known = await texts();
  byId("panes").append(...panes.map((pane) => pane.box));
  byId("tabs").append(...tabs.values());
  prepare(known.actions, () => state.people, (id) => {
    panes[0].wanted = id;
    if (state) draw(state);
    turnTo(panes[0]);
  });
  speak(known.texts, () => state && draw(state));
  write();
  narrow.addEventListener("change", showPanes);
  showPanes();
  await follow(draw);
}

begin();
