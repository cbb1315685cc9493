// Talks with the playground: acts as people, and follows what happens.

import { toast } from "./voice.js";

const AGAIN = 1000; // ms until a server that is gone is asked again
const BREATH = 100; // ms between two states: a burst of changes is drawn once

/** Lets the act happen; its answer, in which `error` was told already. */
export async function act(name, wanted = {}) {
  try {
    const body = JSON.stringify(wanted);
    const response = await fetch("/play/" + name, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const answer = await response.json();
    if (answer.error) toast(answer.error);
    return answer;
  } catch (problem) {
    toast(String(problem));
    return { error: String(problem) };
  }
}

export const texts = async () => (await fetch("/play/texts")).json();

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Calls *draw* with every new state, for ever. */
export async function follow(draw) {
  let revision = null;
  for (;;) {
    try {
      const response = await fetch("/play/state" + (revision === null ? "" : "?since=" + revision));
      const state = await response.json();
      revision = state.revision;
      document.body.classList.remove("gone");
      draw(state);
      await pause(BREATH);
    } catch (problem) {
      console.error(problem);
      document.body.classList.add("gone");
      await pause(AGAIN);
    }
  }
}
