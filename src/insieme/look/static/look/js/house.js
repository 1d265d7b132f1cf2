// What every page does beyond HTML: the account's menu closes when one looks elsewhere, and the house can be installed.
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

if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register("/offline.js").catch(() => {});
