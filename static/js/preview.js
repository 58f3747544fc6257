// Only while an editor writes (`make run`): shows what was saved in the open page, or what is wrong with it.
(() => {
  "use strict";

  const script = document.currentScript;
  const PAUSE = 250;
  // A page that is still loading is left alone.
  const FIRST = 1000;

  const board = document.createElement("pre");
  board.className = "preview-problems";
  board.setAttribute("role", "status");
  board.hidden = true;
  document.body.append(board);

  // What somebody has begun to fill in must not be lost for a look at the newest text.
  const isInUse = () => [...document.querySelectorAll("form[method=post] :is(input, textarea)")].some(
    (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue),
  );

  const show = (problems) => {
    board.hidden = problems.length === 0;
    board.textContent = problems.length ? `${script.dataset.problems}\n\n${problems.join("\n")}` : "";
  };

  const look = async () => {
    let pause = PAUSE;
    try {
      if (!document.hidden) {
        const answer = await fetch("/preview/state", { headers: { Accept: "application/json" } });
        const state = await answer.json();
        show(state.problems);
        if (state.version !== script.dataset.version && !isInUse()) return location.reload();
      }
    } catch {
      // The server is being started anew.
      pause = 2000;
    }
    setTimeout(look, pause);
  };
  setTimeout(look, FIRST);
})();
