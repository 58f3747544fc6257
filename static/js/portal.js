// Enhancements only: every page does its job without this file.
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);

  // Browsers that check where HTML comes from take it from here alone. It is made by the portal's own answers; scripts
  // are never made of text, and their addresses only where the window of a chat elsewhere was asked for.
  window.trustedTypes?.createPolicy("default", { createHTML: (html) => html, createScriptURL: (url) => window.chatScripts?.(url) });

  // The sixth digit of a code sends it; one that was wrong goes again when it was changed. The pause is for whoever
  // presses Enter or the button all the same: a pointer that moves does so to press, and must not meet another page.
  let sending;
  find("[name=code]")?.addEventListener("input", ({ target }) => {
    if (target.value.match(/\d/g)?.length === 6) sending = setTimeout(() => target.form.querySelector("button").click(), 400);
  });
  document.addEventListener("pointermove", () => clearTimeout(sending));

  // A page that came back with mistakes puts the reader at their list.
  const mistakes = find("[data-focus]");
  mistakes?.focus();
  // Browsers refuse to go back to what was sent, or ask in words of their own; a step's address shows what was typed.
  if (mistakes && find("#step-form")) history.replaceState(null, "", location.href);

  // The front address remembers the language somebody chose.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-language]");
    const secure = location.protocol === "https:" ? "; secure" : "";
    if (link) document.cookie = `language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax${secure}`;
    const menu = find("details.languages[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = find("details.languages[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Beside the text the contents stand open; browsers that cannot do this by style alone get it here.
  const contents = find(".toc details");
  if (contents && matchMedia("(min-width: 64rem)").matches) contents.open = true;

  // The browser knows the time zone; the person need not look for it.
  const zone = find("select[data-zone=guess]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && here) {
    zone.value = here;
    // Browsers may say an older name of a zone, which the list leaves out.
    if (!zone.value) zone.append(new Option(here.replaceAll("_", " "), here, true, true));
  }

  // Times that the server can only tell in UTC are told on the reader's own clock.
  const clock = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  for (const time of document.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    const isNear = time.dataset.local === "clock" && at.toDateString() === new Date().toDateString();
    const { hour, minute, hourCycle } = clock;
    time.textContent = new Intl.DateTimeFormat(find("html").lang, isNear ? { hour, minute, hourCycle } : clock).format(at);
  }

  // Whoever has to wait sees the time run down; what may not be sent yet can be sent once it is over.
  const opening = find("[data-opens]");
  if (opening) {
    const over = Date.now() + opening.dataset.opens * 1000;
    const [until, told] = opening.children;
    const again = find("[data-when-open]");
    const distance = new Intl.RelativeTimeFormat(find("html").lang);
    const tick = () => {
      const left = Math.ceil((over - Date.now()) / 1000);
      if (again) again.disabled = left > 0;
      until.hidden = left < 1;
      if (left < 1) {
        told.textContent = opening.dataset.opened;
        return;
      }
      const [size, unit] = left > 72 ? [60, "minute"] : [1, "second"];
      if (left < 4320) until.querySelector("[data-countdown]").textContent = distance.format(Math.ceil(left / size), unit);
      setTimeout(tick, 250);
    };
    tick();
  }

  // One click sends once; the server would make one case of two anyway.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.method === "post" && button) {
      setTimeout(() => button.setAttribute("aria-disabled", "true"));
      event.target.addEventListener("submit", (again) => again.preventDefault(), { once: true });
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && find("[aria-disabled=true]")) location.reload();
  });

  // A file is sent as soon as it is chosen, so that going back loses none; what fails is sent with the form.
  const upload = find("[data-upload]");
  if (upload) {
    const field = upload.closest(".field").querySelector("input");
    const failed = find("[data-upload-failed]");
    const bar = upload.querySelector("progress");
    upload.addEventListener("htmx:beforeRequest", (event) => {
      if (!field.files.length) return event.preventDefault();
      upload.hidden = false;
      failed.hidden = true;
    });
    upload.addEventListener("htmx:xhr:progress", ({ detail }) => {
      if (!detail.lengthComputable) return;
      // When all has arrived the server looks through it, and nobody knows for how long.
      if (detail.loaded < detail.total) bar.value = detail.loaded / detail.total;
      else bar.removeAttribute("value");
    });
    upload.addEventListener("htmx:afterRequest", ({ detail }) => {
      upload.hidden = true;
      failed.hidden = detail.successful;
      if (detail.successful) field.value = "";
    });
  }

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  // Copy buttons, named in the page's language by the element that holds the reference or the article.
  const copyButton = (className, { copyLabel, copiedLabel }, text) => {
    const button = make("button", { type: "button", className, textContent: copyLabel });
    button.onclick = async () => {
      await navigator.clipboard.writeText(text());
      button.textContent = copiedLabel;
      setTimeout(() => { button.textContent = copyLabel; }, 2000);
    };
    return button;
  };
  const reference = find("[data-copy-reference]");
  if (reference && navigator.clipboard) {
    const { dataset } = reference;
    reference.append(copyButton("button button-secondary", dataset, () => dataset.copyReference));
  }

  const prose = find("[data-copy-label]");
  // A request and the answer right after it share one place, as tabs; without this they stand one below the other.
  const answers = prose?.querySelectorAll("[data-language=http] + [data-language=json]");
  answers?.forEach((answer, number) => {
    const panels = [answer.previousElementSibling, answer];
    const list = make("div", { className: "exchange", role: "tablist" });
    const choose = (chosen) => [...list.children].forEach((tab, index) => {
      tab.setAttribute("aria-selected", index === chosen);
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    panels.forEach((panel, index) => {
      const { answerLabel, requestLabel } = prose.dataset;
      const tab = make("button", { type: "button", role: "tab", id: `exchange-${number}-${index}`, textContent: index ? answerLabel : requestLabel });
      tab.addEventListener("click", () => choose(index));
      tab.addEventListener("keydown", ({ key }) => {
        if (!/Arrow(Left|Right)/.test(key)) return;
        choose(1 - index);
        list.children[1 - index].focus();
      });
      panel.id ||= `${tab.id}-panel`;
      panel.role = "tabpanel";
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
      list.append(tab);
    });
    panels[0].before(list);
    choose(0);
  });
  if (prose && navigator.clipboard) {
    for (const block of prose.querySelectorAll("pre")) {
      const button = copyButton("copy", prose.dataset, () => block.innerText.trim());
      const frame = make("div", { className: "code-frame" });
      block.replaceWith(frame);
      frame.append(block, button);
    }
  }

  // An address with a secret is replaced by one without it, before it is bookmarked, shared or reloaded.
  const clean = find("[data-address]");
  if (clean) history.replaceState(null, "", clean.dataset.address);

  // Places that ask for themselves rest while nobody sees them, and ask at once when somebody does.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) for (const place of document.querySelectorAll("[data-live]")) htmx.trigger(place, "wake");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-live]") && (document.hidden || event.target.closest("dialog:not([open])"))) event.preventDefault();
  });
  // Mistakes and ends are told in their place by fragments; a whole page was meant for somebody else. What somebody is
  // typing into stays where it is on the screen while something grows above it.
  let held = null;
  // The part that the words speak of is chosen until somebody chooses one themselves.
  let guessed = null;
  const choosePart = (name) => {
    const chosen = find("[name=component]:checked");
    if (!name || (chosen && chosen !== guessed)) return;
    guessed = find(`[name=component][value="${name}"]`);
    guessed.checked = true;
    guessed.closest(".radios").classList.add("guessed");
  };
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr, requestConfig } = detail;
    if (!requestConfig.elt.matches("[data-live], [data-told]")) return;
    if (xhr.status > 399) detail.isError = !(detail.shouldSwap = xhr.status < 429);
    if (/^\s*<!doctype/i.test(xhr.responseText)) detail.shouldSwap = false;
    const field = document.activeElement.closest("main textarea, main input");
    held = field && { field, top: field.getBoundingClientRect().top };
  });
  document.addEventListener("htmx:afterSwap", () => {
    choosePart(find("[data-part]")?.dataset.part);
    if (held) scrollBy({ top: held.field.getBoundingClientRect().top - held.top, behavior: "instant" });
    held = null;
  });

  // A browser that keeps nothing offers everything again, and begins each page with the chat closed.
  let memory = {};
  try {
    memory = sessionStorage;
  } catch {
    // As said above.
  }

  // The chat is loaded when it is asked for, and again on the page after; the link leads there all the same.
  const chat = find("[data-chat]");
  const openChat = async (quietly) => {
    try {
      await (await import(chat.dataset.chat)).open(chat, memory, quietly);
    } catch {
      if (!quietly) location.href = chat.href;
    }
  };
  chat?.setAttribute("aria-haspopup", "dialog");
  chat?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openChat(false);
  });
  if (chat && memory.chatOpen) openChat(true);

  // What was read in this visit is not offered again. The browser keeps the list, since articles know no visitor.
  const noteRead = (name) => {
    const names = (memory.read || "").split(" ");
    const isNew = !names.includes(name);
    if (isNew) memory.read = [...names, name].slice(-30).join(" ");
    return isNew;
  };
  const readNow = find("[data-article]")?.dataset;
  // What stands before somebody for ten seconds counts as read, once a visit; nothing is told but that it was.
  if (readNow && noteRead(readNow.article)) {
    setTimeout(() => { if (!document.hidden) navigator.sendBeacon(readNow.read); }, 10000);
  }
  const asked = find("[data-ticket]")?.dataset;
  for (const kind of ["click", "auxclick"]) {
    document.addEventListener(kind, (event) => {
      const link = event.target.closest("a[data-read]");
      if (link) noteRead(link.dataset.read);
      // What gets opened tells editors what helps. The ticket names the question and nobody; a page counts once.
      if (event.button > 1 || !asked?.ticket || !event.target.closest("[data-answers] a, .known-error a")) return;
      navigator.sendBeacon(asked.opened, asked.ticket);
      asked.ticket = "";
    });
  }
  // What stands in the field above, or the words of the last search, are the problem in one sentence, unless the page
  // knows better.
  document.addEventListener("submit", (event) => {
    const { read, subject } = event.target.elements;
    if (read) read.value = memory.read || "";
    if (subject?.type === "hidden" && !subject.value) subject.value = find(".hero [name=q]")?.value || memory.asked || "";
  });

  // Where somebody was is remembered by their browser alone, and offered on the front page.
  const step = find("[data-step]")?.dataset.step;
  const isOver = step === "done" || step === "gone";
  const place = readNow ? "left-article" : step && !isOver && "left-draft";
  try {
    if (isOver) delete localStorage["left-draft"];
    if (place) {
      const { textContent, lang } = find("h1");
      const { subject } = find("main").dataset;
      localStorage[place] = JSON.stringify([location.pathname, subject || textContent, lang || find("html").lang, Date.now()]);
    }
    for (const line of document.querySelectorAll("[data-left]")) {
      const [path, words, language, when] = JSON.parse(localStorage[line.dataset.left] || "[]");
      // Drafts are deleted after two weeks, and nobody goes on with an article of last month.
      if (!path || Date.now() - when > 12096e5) continue;
      const link = line.querySelector("a");
      link.href = path;
      link.lang = language;
      link.textContent = words;
      line.hidden = line.closest("section").hidden = false;
    }
  } catch {
    // A browser that keeps nothing has nothing to offer.
  }

  // What must not stand in an address, since histories and servers keep addresses: pastes, keys, telephone numbers.
  const CONFIDENTIAL = /[{}\\]|\bcurl\s|(?=\S*\d)\S{12,}|\d[\d ().-]{8,}|(key|token|secret|pass\w*|bearer|authorization|pin)["']?\s*[:=]/i;
  const isConfidential = (text) => text.length > 200 || CONFIDENTIAL.test(text);

  const asking = find(".page-search .ask [name=subject]");
  if (asking) memory.asked = isConfidential(asking.value) ? "" : asking.value;

  // Leaving a page with half a sentence in it: what the pause for saving has not taken yet goes now.
  const keeper = find("[hx-post$='/typed']");
  if (keeper) {
    const form = keeper.closest("form");
    let unsaved;
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
    keeper.addEventListener("htmx:afterRequest", () => { unsaved = false; });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden || !unsaved) return;
      unsaved = false;
      const typed = new FormData(form);
      for (const name of ["attachments", "so_far", "read"]) typed.delete(name);
      // A browser refuses what is too long for a page that is closed; the form then still has it.
      fetch(keeper.getAttribute("hx-post"), { method: "POST", body: new URLSearchParams(typed), keepalive: true }).catch(() => {});
    });
  }

  for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);

  // Suggestions in the combobox pattern: arrows move, Enter opens, Escape closes, then empties.
  function suggest(form) {
    const input = form.querySelector("input[type=search]");
    const box = form.querySelector("[data-suggestions]");
    const status = form.querySelector("[role=status]");
    let active = -1, answered = "", pending;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", `${input.id}-list`);
    input.setAttribute("aria-expanded", "false");

    const options = () => [...box.querySelectorAll("[role=option]")];
    const mark = (index) => {
      active = index;
      options().forEach((option, position) => {
        option.id = `${input.id}-option-${position}`;
        option.setAttribute("aria-selected", position === index);
        if (position === index) option.scrollIntoView({ block: "nearest" });
      });
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", `${input.id}-option-${index}`);
    };
    const show = (open) => {
      box.hidden = !open;
      input.setAttribute("aria-expanded", open);
      status.textContent = open ? box.firstElementChild.dataset.count : "";
      mark(-1);
    };
    const forget = () => {
      pending?.abort();
      pending = null;
    };
    const ask = async (words, { signal }) => {
      let list = "";
      try {
        await new Promise((resolve) => { setTimeout(resolve, 120); });
        if (signal.aborted) return;
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal });
        if (answer.ok) list = await answer.text();
      } catch {
        // Nobody has to know that there is nothing to suggest.
      }
      // An answer to what was typed before is never shown over what is typed now.
      if (signal.aborted || words !== input.value) return;
      pending = null;
      box.innerHTML = list;
      if (list) box.firstElementChild.id = `${input.id}-list`;
      answered = words;
      show(options().length > 0 && document.activeElement === input);
    };
    input.addEventListener("input", () => {
      const words = input.value;
      forget();
      mark(-1);
      // While a word grows, its list stays until the next one is there, so that nothing flickers; no other does.
      if (!words.startsWith(answered) && !answered.startsWith(words)) show(false);
      if (words.trim().length < 2 || isConfidential(words)) return show(false);
      pending = new AbortController();
      ask(words, pending);
    });
    input.addEventListener("keydown", (event) => {
      // Keys that compose a letter belong to the input method.
      if (event.isComposing) return;
      const count = options().length;
      if (event.key === "Escape") {
        event.preventDefault();
        if (box.hidden && !pending) input.value = "";
        forget();
        show(false);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!count || input.value !== answered) return;
        event.preventDefault();
        const from = box.hidden ? -1 : active;
        if (box.hidden) show(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(((from + step + 1 + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        options()[active].click();
      } else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
        // The keys that move in the text go back to the text.
        mark(-1);
      }
    });
    // A press on an option leaves the focus where it is, or the list would be gone before the click.
    box.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("focus", () => show(options().length > 0 && input.value === answered));
    form.addEventListener("focusout", (event) => {
      if (form.contains(event.relatedTarget)) return;
      forget();
      show(false);
    });
    form.addEventListener("submit", () => {
      forget();
      show(false);
      form.method = isConfidential(input.value) ? "post" : "get";
    });
    // A page that comes back as it was left, comes back without its list.
    addEventListener("pageshow", () => show(false));
  }
})();
