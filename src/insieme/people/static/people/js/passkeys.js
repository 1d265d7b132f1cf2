// SPDX-License-Identifier: AGPL-3.0-or-later
// <button type="button" data-passkey="get" data-options="id of the options" hidden>: asks the browser for a passkey and sends its form.
// Without data-options they are fetched from the form's own address. "create" makes a new one.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (all) => (all ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made(given) {
  const publicKey = { ...given, challenge: bytes(given.challenge), user: { ...given.user, id: bytes(given.user.id) } };
  publicKey.excludeCredentials = listed(given.excludeCredentials);
  // One that opens the door by itself: kept on the device, behind its own lock.
  publicKey.authenticatorSelection = { ...given.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return navigator.credentials.create({ publicKey });
}

async function asked(given) {
  return navigator.credentials.get({ publicKey: { ...given, challenge: bytes(given.challenge), allowCredentials: listed(given.allowCredentials) } });
}

function spelled(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type, authenticatorAttachment } = credential;
  return JSON.stringify({ id, rawId: id, type, authenticatorAttachment, response, clientExtensionResults: credential.getClientExtensionResults() });
}

async function options(button, form) {
  const told = button.dataset.options
    ? JSON.parse(document.getElementById(button.dataset.options).textContent)
    : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  return (told.creation_options ?? told.request_options).publicKey;
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  const form = button.form;
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", async () => {
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const given = await options(button, form);
      form.elements.credential.value = spelled(await (button.dataset.passkey === "create" ? made(given) : asked(given)));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
