// What every page does beyond HTML: the account's menu closes when one looks elsewhere, the search box suggests, going on in
// the other language keeps what was typed, and the house can be installed.
const menu = document.querySelector(".account");

if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

const box = document.querySelector("[role=combobox]");

if (box) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  let at = -1;

  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", open);
    if (!open) mark(-1);
  };
  const mark = (place) => {
    at = place;
    for (const [number, option] of [...list.children].entries()) option.setAttribute("aria-selected", number === at);
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const step = (by) => {
    const count = list.children.length;
    if (!count) return;
    show(true);
    // One place more than there are options: the box itself.
    mark(((at + 1 + by + count + 1) % (count + 1)) - 1);
  };

  // Most pages never need htmx: it comes when somebody is about to type.
  box.addEventListener("focus", () => {
    if (window.htmx || document.querySelector('script[src*="htmx"]')) return;
    const settings = document.createElement("meta");
    settings.name = "htmx-config";
    settings.content = '{"includeIndicatorStyles": false, "allowEval": false, "historyCacheSize": 0}';
    const script = document.createElement("script");
    script.src = box.dataset.htmx;
    document.head.append(settings, script);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(list.children[at].dataset.href);
    }
  });
  list.addEventListener("htmx:afterSwap", () => {
    mark(-1);
    show(list.children.length > 0 && document.activeElement === box);
  });
  // Before the box loses the focus, and the list with it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
  box.addEventListener("blur", () => show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
  });
}

// Only until the page is there in the other language, only in this window, and no passwords.
const KEPT = "insieme-typed";
const typed = [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")].filter((field) => field.name && !["hidden", "password", "file"].includes(field.type));
const held = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
const begun = typed.map(held);

for (const form of document.querySelectorAll("form.language:not(:has([name^=typed-]))")) {
  form.addEventListener("submit", () => {
    const values = typed.map(held);
    if (values.some((value, number) => value !== begun[number])) sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, values]));
  });
}

const [place, values] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
sessionStorage.removeItem(KEPT);
if (place === location.pathname && values.length === typed.length) {
  for (const [number, field] of typed.entries()) {
    if (values[number] === begun[number]) continue;
    field[typeof values[number] === "boolean" ? "checked" : "value"] = values[number];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register("/offline.js").catch(() => {});
