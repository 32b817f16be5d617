// SPDX-License-Identifier: MIT
//
// The Swift core: a request goes in as a text of JSON, and lines of JSON come out.

/** The core, compiled once; it gets a memory of its own again should it ever fail. */
class Core {
  static async load(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const core = new Core();
    core.module = await WebAssembly.compile(bytes);
    core.instance = await WebAssembly.instantiate(core.module);
    return core;
  }

  /** The lines that answer a request. */
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
}
