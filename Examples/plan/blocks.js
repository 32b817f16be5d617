// SPDX-License-Identifier: MIT
//
// The picture of memory blocks: a canvas with one path for each kind of block, so that
// thousands of blocks cost no more than their runs.

/** How a run of the plan is drawn: told apart by pattern and letter, not by colour alone. */
function kindOf(run) {
  if (run.state === "offline") return "offline";
  if (run.zone === null) return "shared";
  return run.zone === "Movable" ? "movable" : "kernel";
}

const KINDS = {
  movable: "Movable: can be unplugged (plain)",
  kernel: "kernel zone: may stay (striped)",
  shared: "several zones (dotted)",
  offline: "offline (empty)",
};

class Blocks {
  constructor(canvas, told) {
    this.canvas = canvas;
    this.told = told;
    this.probe = canvas.parentNode.appendChild(make("span", { hidden: true }));
    this.sections = [];
    this.letters = new Map();
    this.cursor = 0;
    canvas.onkeydown = (event) => this.key(event);
    canvas.onpointerdown = canvas.onpointermove = (event) => this.point(event);
    new ResizeObserver(() => this.draw()).observe(canvas.parentNode);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Shows runs of blocks; those of an owner and a node stand together. */
  show(runs, letters) {
    this.letters = letters;
    this.runs = runs;
    this.sections = [];
    let count = 0;
    for (const run of runs) {
      const title = `${run.device}, node ${run.node}`;
      let section = this.sections.at(-1);
      if (section?.title !== title) this.sections.push((section = { title, runs: [], start: count, count: 0 }));
      section.runs.push({ ...run, at: section.count, kind: kindOf(run) });
      section.count += run.count;
      count += run.count;
    }
    this.count = count;
    this.cursor = Math.max(0, Math.min(this.cursor, count - 1));
    this.draw();
  }

  color(name) {
    this.probe.style.color = `var(--${name})`;
    return getComputedStyle(this.probe).color;
  }

  /** Where things go for a width: the largest blocks that don't become too high. */
  layOut(width) {
    const label = 20;
    for (const size of [22, 18, 14, 11, 8, 6, 5, 4, 3, 2]) {
      const columns = Math.max(1, Math.floor(width / size));
      let y = 0;
      for (const section of this.sections) {
        section.y = y + label;
        y = section.y + Math.ceil(section.count / columns) * size + 6;
      }
      Object.assign(this, { size, columns, height: y });
      if (y <= 540) break;
    }
  }

  draw() {
    const width = this.canvas.parentNode.clientWidth;
    if (!width || !this.runs) return;
    this.layOut(width);
    // What is higher than a canvas can be is left out; the page's tables have it.
    const height = Math.min(this.height, 8000);
    const scale = Math.min(devicePixelRatio || 1, 2);
    Object.assign(this.canvas, { width: width * scale, height: height * scale });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = this.canvas.getContext("2d");
    context.scale(scale, scale);
    this.context = context;
    const paths = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, new Path2D()]));
    for (const section of this.sections) for (const run of section.runs) this.trace(paths[run.kind], section, run);
    for (const [kind, path] of Object.entries(paths)) this.fill(context, kind, path, this.size);
    this.grid(context);
    this.label(context);
    this.mark(context);
  }

  /** Adds a run's blocks to a path: the rest of a row, whole rows, the beginning of one. */
  trace(path, section, run) {
    const { size, columns } = this;
    let [at, left] = [run.at, run.count];
    while (left > 0) {
      const column = at % columns;
      const rows = column === 0 ? Math.floor(left / columns) : 0;
      const part = rows > 0 ? rows * columns : Math.min(left, columns - column);
      path.rect(column * size, section.y + Math.floor(at / columns) * size, Math.min(part, columns) * size, Math.max(rows, 1) * size);
      at += part;
      left -= part;
    }
  }

  fill(context, kind, path, size) {
    const color = { movable: "movable", kernel: "kernel", shared: "faint", offline: "paper" }[kind];
    context.fillStyle = this.color(color);
    context.fill(path);
    const pattern = this.pattern(context, kind, size);
    if (!pattern) return;
    context.fillStyle = pattern;
    context.fill(path);
  }

  /** Stripes, dots or a frame; a movable block is plain. */
  pattern(context, kind, size) {
    if (kind === "movable") return null;
    const side = kind === "offline" ? size : Math.max(4, Math.min(8, size));
    const tile = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const ink = tile.getContext("2d");
    ink.strokeStyle = ink.fillStyle = this.color(kind === "offline" ? "line" : "paper");
    if (kind === "kernel") {
      ink.globalAlpha = 0.45;
      ink.lineWidth = 1;
      for (const shift of [-side, 0, side]) {
        ink.moveTo(shift, side);
        ink.lineTo(shift + side, 0);
      }
      ink.stroke();
    } else if (kind === "shared") {
      ink.fillRect(side / 4, side / 4, side / 3, side / 3);
    } else {
      ink.strokeRect(0.5, 0.5, side, side);
    }
    const pattern = context.createPattern(tile, "repeat");
    return pattern;
  }

  /** Lines between blocks, if these are large enough. */
  grid(context) {
    const { size, columns } = this;
    if (size < 5) return;
    context.strokeStyle = this.color("paper");
    context.lineWidth = size > 10 ? 2 : 1;
    context.beginPath();
    for (const { y, count } of this.sections) {
      const rows = Math.ceil(count / columns);
      const right = Math.min(count, columns) * size;
      for (let row = 0; row <= rows; row++) {
        context.moveTo(0, y + row * size);
        context.lineTo(right, y + row * size);
      }
      for (let column = 0; column <= Math.min(count, columns); column++) {
        context.moveTo(column * size, y);
        context.lineTo(column * size, y + rows * size);
      }
    }
    context.stroke();
  }

  /** Titles, and a letter where a run begins. */
  label(context) {
    const { size, columns } = this;
    context.textBaseline = "middle";
    context.fillStyle = this.color("ink");
    context.font = "13px system-ui, sans-serif";
    for (const { y, title, count } of this.sections)
      context.fillText(`${title}: ${count} ${count === 1 ? "block" : "blocks"}`, 0, y - 9);
    if (size < 11) return;
    context.font = `bold ${size > 14 ? 12 : 9}px ui-monospace, monospace`;
    context.textAlign = "center";
    const inks = { movable: "letter", kernel: "kernel-letter", shared: "paper", offline: "ink" };
    for (const [kind, ink] of Object.entries(inks)) {
      context.fillStyle = this.color(ink);
      for (const section of this.sections)
        for (const run of section.runs)
          if (run.kind === kind) {
            const [column, row] = [run.at % columns, Math.floor(run.at / columns)];
            context.fillText(this.letter(run), (column + 0.5) * size, section.y + (row + 0.5) * size + 0.5);
          }
    }
    context.textAlign = "start";
  }

  letter(run) {
    return run.zone === null && run.state !== "offline" ? "*" : this.letters.get(run.zone ?? "offline") ?? "?";
  }

  /** A frame around the block that the cursor is on. */
  mark(context) {
    if (document.activeElement !== this.canvas && !this.isPointed) return;
    const place = this.place(this.cursor);
    if (!place) return;
    context.strokeStyle = this.color("ink");
    context.lineWidth = 3;
    context.strokeRect(place.x + 0.5, place.y + 0.5, Math.max(this.size - 1, 3), Math.max(this.size - 1, 3));
  }

  /** Where a block is, counted among those that there are. */
  place(index) {
    const section = this.sections.find(({ start, count }) => index >= start && index < start + count);
    if (!section) return null;
    const at = index - section.start;
    return {
      section, at, x: (at % this.columns) * this.size, y: section.y + Math.floor(at / this.columns) * this.size,
      run: section.runs.find((run) => at >= run.at && at < run.at + run.count),
    };
  }

  key(event) {
    const place = this.place(this.cursor);
    if (!place) return;
    const runs = this.sections.flatMap((section) => section.runs.map((run) => section.start + run.at));
    const moves = {
      ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns,
      Home: -this.cursor, End: this.count - 1 - this.cursor,
      PageDown: (runs.find((start) => start > this.cursor) ?? this.count - 1) - this.cursor,
      PageUp: (runs.findLast((start) => start < this.cursor) ?? 0) - this.cursor,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.moveTo(Math.max(0, Math.min(this.count - 1, this.cursor + moves[event.key])));
  }

  point(event) {
    const [x, y] = [event.offsetX, event.offsetY];
    const section = this.sections.findLast((section) => section.y <= y);
    if (!section) return;
    const [column, row] = [Math.floor(x / this.size), Math.floor((y - section.y) / this.size)];
    const at = row * this.columns + column;
    if (column >= this.columns || at >= section.count) return;
    this.isPointed = true;
    this.moveTo(section.start + at);
  }

  moveTo(index) {
    this.cursor = index;
    this.told(this.place(index));
    requestAnimationFrame(() => this.draw());
  }
}
