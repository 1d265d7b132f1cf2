// SPDX-License-Identifier: AGPL-3.0-or-later
// <div data-live="call:mercato" data-live-from="41" data-live-src="/calls/mercato/total/"> is fetched anew when its topic has news.
const all = (choice) => [...document.querySelectorAll(choice)];
const waiting = new Set();
let source, last;

async function refresh(part) {
  waiting.delete(part);
  if (part.contains(document.activeElement)) return part.addEventListener("focusout", () => soon(part), { once: true });
  const answer = await fetch(part.dataset.liveSrc, { headers: { "HX-Request": "true" } }).catch(() => ({}));
  if (answer.status === undefined || answer.status >= 500) return setTimeout(soon, 5000, part);
  if (!answer.ok || answer.redirected) return;
  part.innerHTML = await answer.text();
  window.htmx?.process(part);
}

// A thousand readers do not all come in the same instant.
function soon(part) {
  if (!waiting.has(part)) setTimeout(refresh, Math.random() * 1500, part);
  waiting.add(part);
}

function listen() {
  source?.close();
  const parts = all("[data-live]");
  if (document.hidden || !parts.length) return;
  const asked = new URLSearchParams();
  for (const { dataset } of parts) {
    asked.append(dataset.liveToken ? "token" : "topic", dataset.liveToken ?? dataset.live);
    last ??= dataset.liveFrom;
  }
  if (last) asked.set("from", last);
  source = new EventSource(`/live?${asked}`);
  source.onmessage = ({ data, lastEventId }) => {
    last = lastEventId;
    all(`[data-live="${CSS.escape(JSON.parse(data).topic)}"]`).forEach(soon);
  };
  // A broken line is taken up again by the browser; one that was refused, because too many listen, is asked for anew by us.
  source.onerror = ({ target }) => target.readyState === EventSource.CLOSED && setTimeout(listen, 30000);
}

all("[data-live]").forEach((part) => (part.ariaLive ??= "polite"));
document.addEventListener("visibilitychange", listen);
listen();
