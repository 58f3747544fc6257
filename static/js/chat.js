// The chat panel, loaded when it is asked for. Without it, the button leads to the chat's own page.
const isWide = matchMedia("(min-width: 40rem)");
let panel = null;
const part = (selector) => panel?.querySelector(selector);

// Quietly: on the page after the one where it was opened, where nobody asked to be moved anywhere.
export async function open(link, memory, quietly) {
  if (quietly && !isWide.matches) return;
  // What somebody began to write stays; all else is fetched anew.
  const isFresh = !part("textarea")?.value;
  if (isFresh) await load(link, memory);
  const before = document.activeElement;
  // On a small screen it covers the page, so the keyboard must not wander about below it.
  if (isWide.matches) panel.show();
  else panel.showModal();
  if (!quietly) ((isWide.matches && part("textarea")) || part("h2")).focus();
  else if (before === document.body) document.activeElement.blur();
  else before.focus();
  link.setAttribute("aria-expanded", "true");
  memory.chatOpen = "yes";
  const place = part("[data-live]");
  if (place && !isFresh) htmx.trigger(place, "wake");
}

async function load(link, memory) {
  const answer = await fetch(link.dataset.panel);
  if (!answer.ok) throw new Error(answer.status);
  panel?.remove();
  link.insertAdjacentHTML("afterend", await answer.text());
  panel = link.nextElementSibling;
  const field = part("textarea");
  if (field && !field.value) field.value = memory.chatTyped ?? "";
  part("[data-close]").onclick = () => panel.close();
  panel.onkeydown = (event) => { if (event.key === "Escape") panel.close(); };
  panel.onclose = () => {
    delete memory.chatOpen;
    link.setAttribute("aria-expanded", "false");
    link.focus();
  };
  panel.oninput = (event) => { memory.chatTyped = event.target.value; };
  // Only the form: what the place that asks for itself gets, its own rules tell.
  const whenSent = (name, act) => panel.addEventListener(name, (event) => {
    if (event.detail.requestConfig.elt.matches("form")) act(event.detail);
  });
  const fail = (failed) => {
    part("[data-failed]").hidden = !failed;
    if (failed) part("form button").removeAttribute("aria-disabled");
  };
  whenSent("htmx:beforeSwap", ({ xhr, shouldSwap }) => {
    fail(!shouldSwap);
    if (xhr.status < 300 && shouldSwap) delete memory.chatTyped;
  });
  whenSent("htmx:sendError", () => fail(true));
  whenSent("htmx:afterSettle", () => part("textarea")?.focus());
  htmx.process(panel);
}
