// SPDX-License-Identifier: MIT
//
// What of the picture of blocks is in the page: a canvas that a worker's drawings go to, and
// a frame around the block that the cursor is on. A block that the cursor leaves or comes to
// costs no drawing; the frame moves.

/** What each kind of block is called, the drawing's order. */
const KINDS = {
  movable: "Movable: can be unplugged (plain)",
  kernel: "kernel zone: may stay (striped)",
  shared: "several zones (dotted)",
  offline: "offline (empty)",
};

const COLORS = ["paper", "ink", "faint", "line", "movable", "kernel", "letter", "kernel-letter"];

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageDown", "PageUp"];

class Blocks {
  /** `told` is called with where the cursor has come to. */
  constructor(core, canvas, frame, told) {
    Object.assign(this, { core, canvas, frame, told });
    this.probe = canvas.parentNode.appendChild(make("span", { hidden: true }));
    this.context = canvas.getContext("bitmaprenderer");
    this.fit = newest(async () => {
      this.width = canvas.parentNode.clientWidth;
      const colors = Object.fromEntries(COLORS.map((name) => [name, this.color(name)]));
      this.show(await core.call("fit", this.width, Math.min(devicePixelRatio || 1, 2), colors));
    });
    const point = newest(async (x, y) => this.moveTo(await core.call("point", x, y)));
    canvas.onkeydown = (event) => this.key(event);
    canvas.onpointerdown = canvas.onpointermove = (event) => point(event.offsetX, event.offsetY);
    canvas.onfocus = () => this.key({ key: "" });
    canvas.onblur = () => (frame.hidden = true);
    // Its height follows from what is drawn.
    new ResizeObserver(() => canvas.parentNode.clientWidth !== this.width && this.fit()).observe(canvas.parentNode);
  }

  color(name) {
    this.probe.style.color = `var(--${name})`;
    return getComputedStyle(this.probe).color;
  }

  /** Shows a drawing. */
  show(drawing) {
    if (!drawing) return;
    const { bitmap, width, height, count, place } = drawing;
    this.count = count;
    Object.assign(this.canvas, { width: bitmap.width, height: bitmap.height });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    this.context.transferFromImageBitmap(bitmap);
    this.put(place);
  }

  /** Puts the frame around the block at a place. */
  put({ x, y, size }) {
    Object.assign(this.frame.style, { transform: `translate(${x}px, ${y}px)`, width: `${size}px`, height: `${size}px` });
  }

  moveTo(place) {
    if (!place) return;
    this.frame.hidden = false;
    this.put(place);
    this.told(place);
  }

  /** Goes where a key leads to; without a key that does, tells where the cursor is. */
  async key(event) {
    if (KEYS.includes(event.key)) event.preventDefault();
    else if (event.key !== "") return;
    this.moveTo(await this.core.call("key", event.key));
    this.frame.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
