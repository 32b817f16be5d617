// SPDX-License-Identifier: MIT
//
// The page's end of a worker in which the core runs, so that no plan holds up a frame.

class Core {
  /** The core's module from base64, compiled once for all workers. */
  static compile(base64) {
    return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  }

  /** `failed` is called with what is wrong, should no worker run. */
  constructor(script, module, failed) {
    this.address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    Object.assign(this, { module, failed });
    this.start();
  }

  start() {
    this.waiting = [];
    this.worker = new Worker(this.address);
    this.worker.onmessage = ({ data }) => this.waiting.shift()(data);
    this.worker.onerror = ({ message }) => this.failed(`This browser can't run the page's worker: ${message}`);
    this.worker.postMessage(this.module);
  }

  /** What a method of the worker's session returns; calls are answered in their order. */
  call(method, ...parameters) {
    return new Promise((done) => {
      this.waiting.push(done);
      this.worker.postMessage([method, parameters]);
    });
  }

  /** Drops what is under way; who called for it never gets an answer. */
  drop() {
    if (this.waiting.length === 0) return;
    this.worker.terminate();
    this.start();
  }
}

/** A function that runs once at a time; of the calls that come meanwhile, it is run for the newest. */
function newest(work) {
  let [running, next] = [null, null];
  return (...parameters) => {
    next = parameters;
    return (running ??= (async () => {
      try {
        while (next) {
          const now = next;
          next = null;
          await work(...now);
        }
      } finally {
        running = null;
      }
    })());
  };
}
