// Lets this browser be told things while no page is open: it asks the browser, and puts what it gives into the form.
const part = document.querySelector("#push");
const form = part.querySelector("form");

async function offer() {
  if (!navigator.serviceWorker || !window.PushManager) return;
  const worker = await navigator.serviceWorker.ready;
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const given = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: part.dataset.key })).toJSON();
      form.elements.endpoint.value = given.endpoint;
      form.elements.p256dh.value = given.keys.p256dh;
      form.elements.auth.value = given.keys.auth;
      form.submit();
    } catch {
      part.querySelector(".refused").hidden = false;
    }
  });
}

offer();
