// The help button for any site: <script src="https://help.example.org/widget.js" async></script>
// Nothing but this file is loaded until somebody presses the button. Everything lives in a shadow root with styles of its
// own, so neither page disturbs the other; nothing is stored, and no markup is ever made from text.
(() => {
  "use strict";

  const script = document.currentScript;
  if (!script || window.portalHelp) return;
  const portal = new URL(script.src).origin;
  const LABELS = "@LABELS@";
  const DELAY = 250;
  const SHORTEST = 3;
  // A longer text is a pasted request; it may hold a key and must not become part of an address.
  const LONGEST = 120;

  const pick = () => {
    const wanted = (script.dataset.language || document.documentElement.lang || navigator.language || "en").toLowerCase();
    if (wanted.startsWith("pt")) return "pt-br";
    return LABELS[wanted] ? wanted : LABELS[wanted.slice(0, 2)] ? wanted.slice(0, 2) : "en";
  };
  const language = pick();

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== undefined && child !== ""));
    return element;
  };
  const drawing = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };
  const link = (address, text, className) =>
    make("a", { href: address, target: "_blank", rel: "noopener", class: className }, text);

  const host = make("div", { "data-portal-help": "" });
  const root = host.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(`@STYLES@`);
  root.adoptedStyleSheets = [styles];

  const button = make(
    "button",
    { type: "button", class: "open", "aria-expanded": "false", "aria-haspopup": "dialog", lang: language },
    drawing("M12 3a9 9 0 0 0-7.8 13.5L3 21l4.6-1.1A9 9 0 1 0 12 3zM9.6 9.3a2.5 2.5 0 1 1 3.4 2.9c-.7.3-1 .8-1 1.5M12 16.6v.1"),
    LABELS[language],
  );
  root.append(button);
  let panel;
  let words;

  const ask = async (path, signal) => {
    const answer = await fetch(portal + path, { credentials: "omit", signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const showStatus = async (line) => {
    try {
      const status = await ask(`/api/v1/status?locale=${language}`);
      const open = status.incidents[0];
      line.dataset.tone = status.stale ? "unknown" : open ? "bad" : "good";
      const said = status.stale ? words.status_unknown : open ? `${words.incident} ${open.title}` : words.status_good;
      line.replaceChildren(link(`${portal}/${language}/status`, said));
    } catch {
      line.dataset.tone = "unknown";
      line.replaceChildren(link(`${portal}/${language}/status`, words.status_unknown));
    }
  };

  const result = (address, title, summary) =>
    make("li", {}, link(address, title), summary ? make("p", {}, summary) : "");

  const showResults = (found, list, told) => {
    const items = found.results.map((each) => result(each.url, each.title, each.summary));
    if (found.error) items.unshift(result(found.error.url, `${found.error.code}: ${found.error.title}`));
    list.replaceChildren(...items);
    told.textContent = items.length ? words.found.replace("{n}", String(items.length)) : words.nothing;
  };

  const watch = (field, list, told) => {
    let timer;
    let running;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      running?.abort();
      const text = field.value.trim();
      if (text.length < SHORTEST || text.length > LONGEST) {
        list.replaceChildren();
        told.textContent = text.length > LONGEST ? words.long : "";
        return;
      }
      timer = setTimeout(async () => {
        running = new AbortController();
        try {
          const path = `/api/v1/search?limit=5&locale=${language}&q=${encodeURIComponent(text)}`;
          showResults(await ask(path, running.signal), list, told);
        } catch (problem) {
          if (problem.name !== "AbortError") told.textContent = words.failed;
        }
      }, DELAY);
    });
  };

  const build = () => {
    const told = make("p", { class: "told", role: "status" });
    const list = make("ul", { class: "results" });
    const status = make("p", { class: "status" });
    const field = make("input", { type: "search", name: "q", id: "q", autocomplete: "off", maxlength: "4000" });
    const form = make(
      "form",
      { action: `${portal}/${language}/search`, method: "get", target: "_blank", role: "search" },
      make("label", { for: "q" }, words.question),
      make("div", { class: "field" }, field, make("button", { type: "submit" }, words.search)),
    );
    form.addEventListener("submit", () => {
      // What may hold a key must not become an address.
      form.method = field.value.length > LONGEST ? "post" : "get";
    });
    const close = make("button", { type: "button", class: "close", "aria-label": words.close }, drawing("M6 6l12 12M18 6L6 18"));
    close.addEventListener("click", hide);
    const ways = make("p", { class: "ways" }, link(`${portal}/${language}/help/`, words.ask, "ask"));
    if (words.chat) {
      const chat = make("button", { type: "button" }, words.chat);
      // A window of its own: within a foreign page the portal's cookies would be kept from it.
      chat.addEventListener("click", () => window.open(words.chat_url, "portal-chat", "popup,width=440,height=680"));
      ways.append(chat);
    }
    const head = make("div", { class: "head" }, make("h2", { id: "title" }, words.title), close);
    panel = make("div", { class: "panel", role: "dialog", "aria-labelledby": "title", lang: language }, head, status, form, told, list, ways);
    watch(field, list, told);
    showStatus(status);
    root.append(panel);
  };

  const show = async () => {
    button.setAttribute("aria-expanded", "true");
    try {
      words ??= await ask(`/${language}/widget.json`);
    } catch {
      // The portal does not answer from here; its own page may still be reached, or will say why not.
      window.open(`${portal}/${language}/`, "_blank", "noopener");
      button.setAttribute("aria-expanded", "false");
      return;
    }
    if (!panel) build();
    panel.hidden = false;
    panel.querySelector("input").focus();
  };
  const hide = () => {
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };

  button.addEventListener("click", () => (panel && !panel.hidden ? hide() : show()));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    // What is typed here must not set off the shortcuts of the page around it.
    event.stopPropagation();
  });

  window.portalHelp = { open: show, close: hide };
  const place = () => document.body.append(host);
  document.body ? place() : document.addEventListener("DOMContentLoaded", place);
})();
