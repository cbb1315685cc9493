// What no phone has: the clock that can be moved on, faults to order, another citizen, and what the programme adds.

import { byId, make } from "./elements.js";
import { act } from "./server.js";
import { say, spoken, write } from "./words.js";

const NAMES = ["Айгүл", "Ерлан", "Мария", "Самат", "Ольга", "Нұрлан", "Жанар", "Игорь"];
const faultOf = (button) => JSON.parse(button.dataset.fault);
let shown = null; // the clock of the last state, and when it came

/** Makes the tools work; *welcome* is told the id of somebody new. */
export function prepare(actions, people, welcome) {
  for (const button of document.querySelectorAll("[data-jump]"))
    button.addEventListener("click", () => act("jump", { seconds: Number(button.dataset.jump) }));
  for (const button of document.querySelectorAll("[data-fault]"))
    button.addEventListener("click", () => (isOn(button) ? act("clear") : act("fail", faultOf(button))));
  byId("newcomer").addEventListener("click", async () => {
    const taken = new Set(people().map((person) => person.first_name));
    const name = NAMES.find((each) => !taken.has(each)) || NAMES[taken.size % NAMES.length];
    welcome((await act("person", { first_name: name, language_code: spoken() })).id);
  });
  for (const key of actions) {
    const button = make("button", { type: "button", onclick: () => act(key) });
    button.dataset.text = key;
    byId("actions").append(button);
  }
  write(byId("actions"));
  const wide = matchMedia("(min-width: 56em)");
  const unfold = () => (byId("tools").open = wide.matches);
  wide.addEventListener("change", unfold);
  unfold();
  setInterval(tick, 1000);
}

const isOn = (button) => button.getAttribute("aria-pressed") === "true";

export function drawTools(state) {
  shown = { ...state.clock, came: Date.now() };
  byId("time").hidden = !state.clock.can_jump;
  tick();
  for (const button of document.querySelectorAll("[data-fault]"))
    button.setAttribute("aria-pressed", String(state.faults.some((fault) => fault.kind === faultOf(button).kind)));
  const broken = state.violations.map((each) => each.method + ": " + each.description).join("; ");
  byId("facts").textContent = say("demo.facts", { calls: state.calls, floods: state.floods, broken: state.violations.length }) + (broken && " " + broken);
}

/** Shows the bot's clock, which runs on between two states. */
function tick() {
  if (!shown) return;
  const passed = (Date.now() - shown.came) * shown.speed;
  const now = new Date(Date.parse(shown.now) + passed + 5 * 3600000).toISOString(); // Kazakhstan
  const [date, time] = now.split("T");
  const words = date.split("-").reverse().join(".") + " " + time.slice(0, 5);
  if (byId("clock").textContent !== words) byId("clock").textContent = words;
  byId("pace").textContent = shown.speed === 1 ? say("demo.real_speed") : say("demo.fast", { n: shown.speed });
}
