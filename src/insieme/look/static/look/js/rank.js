// The ranking. The numbered choices of the form stay what is sent; this moves the lines and fills the choices in.
class RankedList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".rank");
    this.said = this.querySelector("[role=status]");
    this.classList.add("live");
    for (const part of this.querySelectorAll(".grip, .moves")) part.hidden = false;
    for (const place of this.querySelectorAll(".place")) place.hidden = true;
    const order = (line) => Number(line.querySelector(".place select").value) || Infinity;
    const lines = [...this.list.children];
    lines.sort((a, b) => order(a) - order(b) || lines.indexOf(a) - lines.indexOf(b));
    this.list.append(...lines);
    this.number();
    this.list.addEventListener("click", (event) => this.press(event));
    this.list.addEventListener("pointerdown", (event) => this.drag(event));
  }

  get chosen() {
    return [...this.list.querySelectorAll(":scope > .chosen")];
  }

  get most() {
    return this.list.querySelector(".place select").options.length - 1;
  }

  press(event) {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const line = button.closest("li");
    const { move } = button.dataset;
    if (move === "up") line.previousElementSibling?.before(line);
    if (move === "down") line.nextElementSibling?.after(line);
    if (move === "in") this.choose(line);
    if (move === "out") this.leave(line);
    this.number();
    this.say(line);
    // The pressed button keeps the focus; where it has gone, the nearest one that still serves takes it.
    const same = line.querySelector(`[data-move=${move}]`);
    const next = [same, ...line.querySelectorAll("[data-move]")].find((one) => !one.disabled && !one.hidden);
    next?.focus();
  }

  choose(line) {
    const last = this.chosen.at(-1);
    line.className = "chosen";
    if (last) last.after(line);
    else this.list.prepend(line);
  }

  leave(line) {
    this.chosen.at(-1).after(line);
    line.className = "left";
  }

  drag(event) {
    const grip = event.target.closest(".grip");
    const line = grip?.closest(".chosen");
    if (!line) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    line.classList.add("held");
    const move = ({ clientY }) => {
      for (const other of this.chosen) {
        if (other === line) continue;
        const box = other.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        const below = line.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (below && clientY > middle) other.after(line);
        if (!below && clientY < middle) other.before(line);
      }
    };
    const drop = () => {
      grip.removeEventListener("pointermove", move);
      line.classList.remove("held");
      this.number();
      this.say(line);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }

  number() {
    const { chosen, most } = this;
    for (const line of this.list.children) {
      const place = chosen.indexOf(line) + 1;
      const select = line.querySelector(".place select");
      const before = select.value;
      select.value = place || "";
      if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
      const button = (move) => line.querySelector(`[data-move=${move}]`);
      button("up").disabled = place === 1;
      button("down").disabled = place === chosen.length;
      for (const move of ["up", "down", "out"]) button(move).hidden = !place;
      button("in").hidden = Boolean(place);
      button("in").disabled = chosen.length >= most;
    }
  }

  say(line) {
    const place = this.chosen.indexOf(line) + 1;
    const words = place ? this.dataset.moved : this.dataset.left;
    this.said.textContent = words.replace("{name}", line.dataset.name).replace("{place}", place);
  }
}

customElements.define("ranked-list", RankedList);
