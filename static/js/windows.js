// The window of a chat elsewhere, loaded when it is asked for. Without it, the button leads to the portal's own page.
let opened = null;

export async function open(link, memory, quietly) {
  if (quietly) return;
  link.ariaBusy = "true";
  try {
    opened ??= begin(link.dataset);
    (await opened)();
    // The chat brings a button of its own.
    link.parentElement.hidden = true;
  } catch (error) {
    opened = null;
    link.href = `${link.pathname}?window=failed`;
    throw error;
  } finally {
    link.ariaBusy = null;
  }
}

async function begin(data) {
  const ask = async () => (await fetch(data.window)).json();
  const told = await ask();
  // The page's one policy asks this, so nothing but what the chat itself brings is ever loaded as a script.
  window.chatScripts = (address) => (data.scripts.split(" ").includes(new URL(address, location).origin) ? address : null);
  const late = new Promise((_, reject) => setTimeout(reject, 15000));
  return Promise.race([WINDOWS[data.kind](data, told, isSomebodyElse(told.who), ask), late]);
}

// On a shared computer the chat must not go on with what the person before left in it.
function isSomebodyElse(who) {
  try {
    const before = localStorage["chat-who"];
    localStorage["chat-who"] = who;
    return before && before !== who;
  } catch {
    // A browser that keeps nothing keeps nobody.
  }
}

const load = (src, id = "") => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement("script"), { id, onload, onerror, src }));
});

const WINDOWS = {
  async chatwoot({ base, token }, { locale, who, user, attributes }, anew) {
    if (anew) for (const name of ["cw_conversation", `cw_user_${token}`]) document.cookie = `${name}=; path=/; max-age=0`;
    window.chatwootSettings = { locale, darkMode: "auto" };
    const ready = new Promise((resolve) => { addEventListener("chatwoot:ready", resolve); });
    await load(`${base}/packs/js/sdk.js`);
    chatwootSDK.run({ websiteToken: token, baseUrl: base });
    await ready;
    if (user) $chatwoot.setUser(who, user);
    $chatwoot.setLocale(locale);
    const tell = () => { if (attributes) $chatwoot.setConversationCustomAttributes(attributes); };
    tell();
    // Older servers forget what they are told before there is a conversation.
    addEventListener("chatwoot:on-message", tell, { once: true });
    return () => $chatwoot.toggle("open");
  },
  async intercom({ base, token }, { settings, message }, anew) {
    const queue = window.Intercom = (...call) => queue.c(call);
    queue.q = [];
    queue.c = (call) => queue.q.push(call);
    if (anew) queue("shutdown");
    queue("boot", { app_id: token, ...settings });
    await load(base);
    return () => (message ? Intercom("showNewMessage", message) : Intercom("show"));
  },
  async zendesk({ base }, { locale, token, tags }, anew, ask) {
    await load(base, "ze-snippet");
    zE("messenger:set", "locale", locale);
    if (anew) zE("messenger", "logoutUser");
    // It asks again when the first one is over.
    if (token) zE("messenger", "loginUser", async (give) => give((await ask()).token));
    if (tags.length) zE("messenger:set", "conversationTags", tags);
    return () => zE("messenger", "open");
  },
};
