// Enhancements only: every page does its job without this file.
(() => {
  "use strict";

  // A page that came back with mistakes puts the reader at their list.
  document.querySelector("[data-focus]")?.focus();

  // The front address remembers the language somebody chose.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-language]");
    if (link) document.cookie = `language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax`;
    const menu = document.querySelector("details.languages[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.languages[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Beside the text the contents stand open; browsers that cannot do this by style alone get it here.
  const contents = document.querySelector(".toc details");
  if (contents && matchMedia("(min-width: 64rem)").matches) contents.open = true;

  // The browser knows the time zone; the person need not look for it.
  const zone = document.querySelector("select[data-zone=guess]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && [...zone.options].some((option) => option.value === here)) zone.value = here;

  // One click sends once; the server would make one case of two anyway.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.method === "post" && button) {
      setTimeout(() => button.setAttribute("aria-disabled", "true"));
      event.target.addEventListener("submit", (again) => again.preventDefault(), { once: true });
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("[aria-disabled=true]")) location.reload();
  });

  // Copy buttons on code, named in the page's language by the element that holds the article.
  const prose = document.querySelector("[data-copy-label]");
  if (prose && navigator.clipboard) {
    for (const block of prose.querySelectorAll("pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = prose.dataset.copyLabel;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(block.innerText.trim());
        button.textContent = prose.dataset.copiedLabel;
        setTimeout(() => { button.textContent = prose.dataset.copyLabel; }, 2000);
      });
      const frame = document.createElement("div");
      frame.className = "code-frame";
      block.replaceWith(frame);
      frame.append(block, button);
    }
  }

  // What gets opened tells editors what helps. The ticket names the question and nobody; a page counts once.
  const asked = document.querySelector("[data-ticket]");
  const tellOpened = (event) => {
    if (event.button > 1 || !asked.dataset.ticket || !event.target.closest("[data-answers] a, .known-error a")) return;
    navigator.sendBeacon(asked.dataset.opened, asked.dataset.ticket);
    asked.dataset.ticket = "";
  };
  if (asked) for (const kind of ["click", "auxclick"]) document.addEventListener(kind, tellOpened);

  for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);

  // As-you-type suggestions in the combobox pattern: arrows move, Enter opens, Escape closes.
  function suggest(form) {
    const input = form.querySelector("input[type=search]");
    const box = form.querySelector("[data-suggestions]");
    let active = -1;
    let dismissed = null;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    box.id = `${input.id}-suggestions`;
    input.setAttribute("aria-controls", "suggestions");
    input.setAttribute("hx-get", form.dataset.suggest);
    input.setAttribute("hx-trigger", "input changed delay:120ms");
    input.setAttribute("hx-target", `#${box.id}`);
    input.setAttribute("hx-sync", "this:replace");
    if (window.htmx) window.htmx.process(input);

    const options = () => [...box.querySelectorAll("[role=option]")];
    const show = (open) => {
      box.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) mark(-1);
    };
    const mark = (index) => {
      active = index;
      options().forEach((option, position) => {
        option.id = `${input.id}-option-${position}`;
        option.setAttribute("aria-selected", String(position === index));
        if (position === index) option.scrollIntoView({ block: "nearest" });
      });
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", `${input.id}-option-${index}`);
    };
    // An answer to what was typed before is never shown over what is typed now.
    box.addEventListener("htmx:beforeSwap", (event) => {
      const asked = new URL(event.detail.xhr.responseURL).searchParams.get("q");
      if (asked !== null && asked !== input.value) event.detail.shouldSwap = false;
    });
    box.addEventListener("htmx:afterSwap", () => {
      mark(-1);
      show(options().length > 0 && document.activeElement === input && input.value !== dismissed);
    });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "Escape") {
        // Closes the list; only without one it empties the field, as browsers do.
        if (!box.hidden) event.preventDefault();
        dismissed = input.value;
        show(false);
      }
      if (box.hidden || !count) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(((active + step + 1 + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        options()[active].click();
      }
    });
    input.addEventListener("focus", () => show(options().length > 0));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) show(false);
    });
  }
})();
