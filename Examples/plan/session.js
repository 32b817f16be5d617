// SPDX-License-Identifier: MIT
//
// Runs in a worker: the core, what it planned last, and the picture of that. The Swift core
// gets a request as a text of JSON, and answers with lines of JSON.

class Session {
  constructor(module) {
    this.module = module;
    this.instance = new WebAssembly.Instance(module);
    this.picture = new Picture();
    this.steps = [];
  }

  /** The lines that answer a request; the core gets a memory of its own again should it ever fail. */
  ask(request) {
    const core = this.instance.exports;
    const text = new TextEncoder().encode(request);
    try {
      const room = core.automovable_page_allocate(text.length);
      new Uint8Array(core.memory.buffer, room, text.length).set(text);
      const answer = core.automovable_page_plan(room, text.length);
      const length = new DataView(core.memory.buffer).getInt32(answer, true);
      const lines = new TextDecoder().decode(new Uint8Array(core.memory.buffer, answer + 4, length));
      core.automovable_page_free(answer);
      core.automovable_page_free(room);
      return lines.trimEnd().split("\n");
    } catch (error) {
      this.instance = new WebAssembly.Instance(this.module);
      return [JSON.stringify({ error: { field: "", message: `internal failure, or not enough memory: ${error.message}` } })];
    }
  }

  /** The plan that answers a request, with words and with the view of its last step alone. */
  plan(request) {
    const [{ error, steps, ...plan }, words] = this.ask(request).map(JSON.parse);
    if (error) return { error };
    this.steps = steps;
    this.picture.letters = new Map(words.letters.map(({ letter, meaning }) => [meaning, letter]));
    return { plan, words, stepCount: steps.length, view: this.show(steps.length - 1) };
  }

  /** What is wrong with a question, or the text that answers it. */
  question(request) {
    const [{ error }, words] = this.ask(request).map(JSON.parse);
    return error ? { error } : { text: words.text };
  }

  /** A step of the plan without its blocks, and a picture of these. */
  show(wanted) {
    const number = Math.min(wanted, this.steps.length - 1);
    const { blocks, ...step } = this.steps[number];
    this.picture.show(blocks);
    return { number, step, drawing: this.picture.draw() };
  }

  /** Draws from now on for a width, a scale and colours. */
  fit(width, scale, colors) {
    Object.assign(this.picture, { width: Math.floor(width * scale), scale, colors });
    this.picture.tiles.clear();
    return this.picture.draw();
  }

  swatches(side) {
    return this.picture.swatches(side);
  }

  key(name) {
    return this.picture.key(name);
  }

  point(x, y) {
    return this.picture.point(x, y);
  }

  place(index) {
    return this.picture.place(index);
  }
}

onmessage = ({ data: module }) => {
  const session = new Session(module);
  onmessage = ({ data: [method, parameters] }) => {
    const answer = session[method](...parameters);
    const drawing = answer?.view?.drawing ?? answer?.drawing ?? answer;
    postMessage(answer, drawing?.bitmap ? [drawing.bitmap] : []);
  };
};
