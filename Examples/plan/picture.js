// SPDX-License-Identifier: MIT
//
// The picture of memory blocks, which a worker draws. What a block looks like is drawn once
// and copied, so that thousands of blocks take a few milliseconds.

/** How a run of the plan is drawn: told apart by pattern and letter, not by colour alone. */
function kindOf(run) {
  if (run.state === "offline") return "offline";
  if (run.zone === null) return "shared";
  return run.zone === "Movable" ? "movable" : "kernel";
}

/** The colours of each kind: its own, and its letter's. */
const PAINTS = {
  movable: { color: "movable", ink: "letter" },
  kernel: { color: "kernel", ink: "kernel-letter" },
  shared: { color: "faint", ink: "paper" },
  offline: { color: "paper", ink: "ink" },
};

/** All lengths are of pixels, of which `scale` are as wide as one of the page's. */
class Picture {
  constructor() {
    this.canvas = new OffscreenCanvas(1, 1);
    this.context = this.canvas.getContext("2d");
    this.sections = [];
    this.runs = [];
    this.letters = new Map();
    this.tiles = new Map();
    this.cursor = 0;
    this.width = 0;
  }

  /** Takes runs of blocks; those of an owner and a node stand together. */
  show(runs) {
    this.sections = [];
    this.runs = [];
    let count = 0;
    for (const run of runs) {
      const title = `${run.device}, node ${run.node}`;
      let section = this.sections.at(-1);
      if (section?.title !== title) this.sections.push((section = { title, start: count, count: 0 }));
      this.runs.push({ run, section, start: count, at: section.count, kind: kindOf(run) });
      section.count += run.count;
      count += run.count;
    }
    this.count = count;
    this.cursor = Math.max(0, Math.min(this.cursor, count - 1));
  }

  /** Where things go for the width: the largest blocks that don't become too high. */
  layOut() {
    const { scale, width } = this;
    const [title, gap, highest] = [20, 6, 540].map((length) => Math.round(length * scale));
    for (const wanted of [22, 18, 14, 11, 8, 6, 5, 4, 3, 2]) {
      const size = Math.round(wanted * scale);
      const columns = Math.max(1, Math.floor(width / size));
      let y = 0;
      for (const section of this.sections) {
        section.y = y + title;
        y = section.y + Math.ceil(section.count / columns) * size + gap;
      }
      // What is higher than a canvas can be is left out; the page's tables have it.
      Object.assign(this, { size, columns, height: Math.min(y, Math.round(8000 * scale)) });
      if (y <= highest) break;
    }
  }

  /** The picture, with where the cursor is. */
  draw() {
    const { width, scale, context } = this;
    if (!width || this.runs.length === 0) return null;
    this.layOut();
    const { height } = this;
    Object.assign(this.canvas, { width, height });
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (const found of this.runs) this.put(pixels, found);
    context.putImageData(image, 0, 0);
    context.textBaseline = "middle";
    context.fillStyle = this.colors.ink;
    context.font = `${13 * scale}px system-ui, sans-serif`;
    for (const { y, title, count } of this.sections)
      context.fillText(`${title}: ${count} ${count === 1 ? "block" : "blocks"}`, 0, y - 9 * scale);
    return {
      bitmap: this.canvas.transferToImageBitmap(), width: width / scale, height: height / scale, count: this.count,
      place: this.place(this.cursor),
    };
  }

  /** Puts a run's blocks among pixels, with a letter on its first one. */
  put(pixels, { run, section, at, kind }) {
    const { size, columns, width } = this;
    const letter = kind === "shared" ? "*" : this.letters.get(run.zone ?? "offline") ?? "?";
    let tile = this.tile(kind, letter, size);
    for (let block = at; block < at + run.count; block++) {
      let place = (section.y + Math.floor(block / columns) * size) * width + (block % columns) * size;
      if (place + size * width > pixels.length) return;
      for (const row of tile) {
        pixels.set(row, place);
        place += width;
      }
      if (block === at) tile = this.tile(kind, "", size);
    }
  }

  /** A block, as rows of pixels. It is drawn once. */
  tile(kind, letter, size) {
    const name = `${kind} ${letter} ${size}`;
    let tile = this.tiles.get(name);
    if (!tile) {
      const pixels = new Uint32Array(this.block(kind, letter, size).data.buffer);
      tile = Array.from({ length: size }, (_, row) => pixels.subarray(row * size, (row + 1) * size));
      this.tiles.set(name, tile);
    }
    return tile;
  }

  /** A block: plain, striped, dotted or empty, with a line to the next ones if it is large enough. */
  block(kind, letter, size) {
    const { scale, colors } = this;
    const { color, ink } = PAINTS[kind];
    const context = new OffscreenCanvas(size, size).getContext("2d");
    const line = Math.round(size < 5 * scale ? 0 : size > 10 * scale ? 2 * scale : scale);
    const side = size - line;
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, size, size);
    context.beginPath();
    context.rect(0, 0, side, side);
    context.clip();
    context.fillStyle = colors[color];
    context.fillRect(0, 0, side, side);
    const step = Math.max(4, Math.min(Math.round(8 * scale), size));
    context.fillStyle = context.strokeStyle = colors.paper;
    context.lineWidth = scale;
    if (kind === "kernel") {
      context.globalAlpha = 0.45;
      context.beginPath();
      for (let start = -size; start <= size; start += step) {
        context.moveTo(start, size);
        context.lineTo(start + size, 0);
      }
      context.stroke();
      context.globalAlpha = 1;
    } else if (kind === "shared") {
      for (let x = step / 4; x < side; x += step) for (let y = step / 4; y < side; y += step) context.fillRect(x, y, step / 3, step / 3);
    } else if (kind === "offline") {
      context.strokeStyle = colors.line;
      context.strokeRect(scale / 2, scale / 2, side - scale, side - scale);
    }
    if (size >= 11 * scale) {
      context.font = `bold ${(size > 14 * scale ? 12 : 9) * scale}px ui-monospace, monospace`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = colors[ink];
      context.fillText(letter, side / 2, side / 2 + scale / 2);
    }
    return context.getImageData(0, 0, size, size);
  }

  /** What a block of each kind looks like. */
  swatches(size) {
    return Object.keys(PAINTS).map((kind) => [kind, this.block(kind, "", Math.round(size * this.scale))]);
  }

  /** The place in the list of runs of the one that a block is in. */
  runIndex(index) {
    let [low, high] = [0, this.runs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.runs[middle].start <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Where a block is, counted among those that there are, and what it is. */
  place(index) {
    const found = this.runs[this.runIndex(index)];
    if (!found) return null;
    const { run, section, start, at } = found;
    const place = at + index - start;
    const { size, columns, scale } = this;
    return {
      run, number: run.first + index - start, size: size / scale,
      x: ((place % columns) * size) / scale, y: (section.y + Math.floor(place / columns) * size) / scale,
    };
  }

  /** Moves the cursor by a key, if it is one that does. */
  key(name) {
    if (this.runs.length === 0) return null;
    const run = this.runIndex(this.cursor);
    const last = this.count - 1;
    const { start } = this.runs[run];
    const moves = {
      ArrowLeft: this.cursor - 1, ArrowRight: this.cursor + 1,
      ArrowUp: this.cursor - this.columns, ArrowDown: this.cursor + this.columns, Home: 0, End: last,
      PageDown: this.runs[run + 1]?.start ?? last,
      PageUp: start < this.cursor ? start : this.runs[run - 1]?.start ?? 0,
    };
    this.cursor = Math.max(0, Math.min(last, moves[name] ?? this.cursor));
    return this.place(this.cursor);
  }

  /** Moves the cursor to where a pointer is, if a block is there. */
  point(pageX, pageY) {
    const [x, y] = [pageX * this.scale, pageY * this.scale];
    const section = this.sections.findLast((section) => section.y <= y);
    if (!section) return null;
    const [column, row] = [Math.floor(x / this.size), Math.floor((y - section.y) / this.size)];
    const at = row * this.columns + column;
    if (column >= this.columns || at >= section.count) return null;
    this.cursor = section.start + at;
    return this.place(this.cursor);
  }
}
