// Only while an editor writes (`make run`): shows what was saved in the open page, or what is wrong with it.
(() => {
  "use strict";

  const script = document.currentScript;
  // A page that is still loading is left alone, and between two looks it is idle for as long as tools wait for.
  const FIRST = 1000;
  const PAUSE = 520;
  const ALONE = 2000;
  // The results of a search follow a second later than the rest; whatever never follows is not loaded for ever.
  const MOST_TRIES = 6;
  const TRIED = `preview ${location.pathname}${location.search}`;

  const board = document.createElement("pre");
  board.className = "preview-problems";
  board.setAttribute("role", "status");
  board.tabIndex = 0;
  board.hidden = true;
  document.body.append(board);

  // What somebody has begun to fill in must not be lost for a look at the newest text.
  const touched = new Set();
  document.addEventListener("input", (event) => event.target.form && touched.add(event.target));
  const isInUse = () => [...touched].some(
    (field) => field.isConnected && (field.value !== field.defaultValue || field.type === "radio" || field.type === "checkbox"),
  );

  const show = (problems) => {
    const text = problems.length ? `${script.dataset.problems}\n\n${problems.join("\n")}` : "";
    if (board.textContent !== text) board.textContent = text;
    board.hidden = !text;
  };

  const countTries = (version) => {
    const [last, tries] = (sessionStorage[TRIED] || "").split(" ");
    return last === version ? Number(tries) : 0;
  };

  let timer;
  const plan = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  };

  async function look() {
    if (document.hidden) return;
    let pause = PAUSE;
    try {
      const answer = await fetch(script.dataset.state, { cache: "no-store" });
      if (answer.status === 404) return;
      const state = await answer.json();
      show(state.problems);
      const tries = countTries(state.version);
      if (state.version !== script.dataset.version && tries < MOST_TRIES && !isInUse()) {
        sessionStorage[TRIED] = `${state.version} ${tries + 1}`;
        location.reload();
        return;
      }
    } catch {
      pause = ALONE;
    }
    plan(pause);
  }

  document.addEventListener("visibilitychange", () => plan(0));
  plan(FIRST);
})();
