// SPDX-License-Identifier: MIT
//
// Runs golden.wasm in a browser: the three functions of WASI that it imports, over
// bytes in memory, with the output in the page.

/** Bytes of a text in base64. */
function bytesOf(element) {
  const text = document.getElementById(element).textContent.trim();
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function run() {
  const input = bytesOf("records");
  const output = document.getElementById("output");
  let position = 0;
  let memory;

  /** Calls a function for each part of a list of `iovec`; returns the sum. */
  function transfer(list, length, total, body) {
    const view = new DataView(memory.buffer);
    let sum = 0;
    for (let index = 0; index < length; index++) {
      const start = view.getUint32(list + 8 * index, true);
      const size = view.getUint32(list + 8 * index + 4, true);
      sum += body(new Uint8Array(memory.buffer, start, size));
    }
    view.setUint32(total, sum, true);
    return 0;
  }

  const wasi = {
    fd_read(descriptor, list, length, total) {
      return transfer(list, length, total, (bytes) => {
        const part = input.subarray(position, position + bytes.length);
        bytes.set(part);
        position += part.length;
        return part.length;
      });
    },
    fd_write(descriptor, list, length, total) {
      return transfer(list, length, total, (bytes) => {
        output.textContent += new TextDecoder().decode(bytes);
        return bytes.length;
      });
    },
    proc_exit(status) {
      throw new Exit(status);
    },
  };
  const { instance } = await WebAssembly.instantiate(bytesOf("module"), {
    wasi_snapshot_preview1: wasi,
  });
  memory = instance.exports.memory;
  instance.exports._start();
}

class Exit extends Error {
  constructor(status) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

run().catch((error) => {
  document.getElementById("status").textContent =
    error instanceof Exit ? error.status : error;
});
