{% load static %}// Answers a page that cannot be fetched with the offline page, and shows what is pushed. It keeps no page that belongs to somebody.
const KEPT = "offline-{% static "look/house.css" %}";
const PAGE = "/offline/";
const WITH = [PAGE, "{% static "look/house.css" %}", "{% static "look/js/house.js" %}", "{% static "look/icon.svg" %}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(WITH)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("push", (event) => {
  const { words, href, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification("Insieme", { body: words, tag, data: href, icon: "{% static "look/icon-192.png" %}" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (WITH.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
