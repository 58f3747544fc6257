// The desk's shortcuts and its list that asks for itself. Every page does its job without this file.
(() => {
  "use strict";

  // A list for which somebody is no longer signed in shows the way back in.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (xhr.responseURL.includes("/sign-in") || xhr.responseText.startsWith("<!doctype")) {
      event.detail.shouldSwap = false;
      if (target.id === "queue") location.reload();
    }
  });

  const dialog = document.querySelector("#shortcuts");
  const opener = document.querySelector("[data-shortcuts]");
  const wanted = dialog.querySelector("input");
  const OFF = "desk-shortcuts-off";
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  wanted.checked = !localStorage[OFF];
  wanted.addEventListener("change", () => {
    if (wanted.checked) delete localStorage[OFF];
    else localStorage[OFF] = "1";
  });

  const focus = (selector) => {
    const found = document.querySelector(selector);
    found?.focus();
    return found;
  };
  const step = (by) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? rows.at(Math.min(by, 0)) : rows[at + by] ?? rows[at];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return next;
  };
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    r: () => focus("[name=message]"),
    n: () => focus("[name=note]"),
    u: () => { location.href = dialog.dataset.queue; return true; },
    "/": () => focus("#desk-q") || focus("#header-q"),
    "?": () => { dialog.showModal(); return true; },
  };
  // Enter needs no shortcut: it opens the link that has the focus.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (typing || !wanted.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (Object.hasOwn(KEYS, event.key) && KEYS[event.key]()) event.preventDefault();
  });
})();
