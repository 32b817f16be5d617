// SPDX-License-Identifier: MIT
//
// Shows what the core answers. All numbers and sentences are the core's.

const $ = (id) => document.getElementById(id);

/** A number of bytes as the tool prints it: fractions are cut. */
function size(bytes) {
  if (bytes === 0) return "0";
  if (bytes < 2 ** 20) return `${bytes / 2 ** 10} KiB`;
  if (bytes % 2 ** 30 === 0) return `${bytes / 2 ** 30} GiB`;
  const hundredths = Math.floor(((bytes % 2 ** 20) * 100) / 2 ** 20);
  return `${Math.floor(bytes / 2 ** 20)}${hundredths ? `.${String(hundredths).padStart(2, "0")}` : ""} MiB`;
}

/** A number of bytes that programs can read, too. */
const amount = (bytes) => make("data", { value: String(bytes) }, size(bytes));

function table(element, titles, rows) {
  const head = make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title))));
  const lines = rows.flatMap(({ cells: [first, ...rest], note }) => [
    make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((cell) => make("td", {}, cell))),
    ...(note ? [make("tr", {}, make("td", { className: "layout", colSpan: titles.length }, note))] : []),
  ]);
  element.replaceChildren(head, make("tbody", {}, ...lines));
}

/** An action in a few words. */
const inWords = (action) => Object.entries(action).filter(([name]) => name !== "op")
  .map(([name, value]) => name === "size" ? value : `${name} ${value}`).reduce((text, part) => `${text} ${part}`, action.op);

class Page {
  constructor(core) {
    this.core = core;
    this.form = new Form($("fields"), () => this.changed());
    this.blocks = new Blocks($("blocks"), (place) => this.tell(place));
    $("example").append(make("option", { disabled: true }, "your own"),
      ...Object.keys(EXAMPLES).map((name) => make("option", {}, name)));
    $("example").onchange = () => {
      const { selectedIndex, value } = $("example");
      this.open(example(value));
      $("example").selectedIndex = selectedIndex;
    };
    $("form").onsubmit = (event) => event.preventDefault();
    $("step").oninput = () => this.showStep(Number($("step").value));
    $("earlier").onclick = () => this.showStep(this.step - 1);
    $("later").onclick = () => this.showStep(this.step + 1);
    $("blocks").onfocus = () => this.blocks.count && this.blocks.moveTo(this.blocks.cursor);
    $("blocks").onblur = () => this.blocks.draw();
    $("read").onclick = () => this.readFile();
    $("copy").onclick = () => this.copy();
    addEventListener("hashchange", () => this.openAddress());
    this.openAddress();
  }

  openAddress() {
    if (this.written === location.hash && this.case) return;
    try {
      const linked = caseFromAddress(location.hash);
      this.open(linked ?? example(Object.keys(EXAMPLES)[0]));
      if (!linked) $("example").selectedIndex = 1;
    } catch (error) {
      this.refuse("", `The address holds no case: ${error.message}`);
    }
  }

  open(aCase) {
    this.case = aCase;
    this.form.show(aCase);
    this.changed();
  }

  readFile() {
    try {
      this.open({ ...this.case, scenario: read($("file").value) });
    } catch (error) {
      this.refuse("", `Not a scenario file: ${error.message}`);
    }
  }

  async copy() {
    this.writeAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      $("copied").textContent = "Copied.";
    } catch {
      $("copied").textContent = "The address of this page is the link.";
    }
  }

  /** Plans the case anew. */
  changed() {
    $("example").selectedIndex = 0;
    $("file").value = writeFile(this.case.scenario);
    $("copied").textContent = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), 200);
    for (const id of ["solved", "tables"]) $(id).replaceChildren();
    const [line, words] = this.core.ask(request(this.case));
    const plan = JSON.parse(line);
    if (plan.error) return this.refuse(plan.error.field, plan.error.message);
    this.line = line;
    this.show(plan, JSON.parse(words));
  }

  /** What can wait until nothing was typed for a moment. */
  settle() {
    this.writeAddress();
    if (this.line !== null) this.answer(questions(this.case));
  }

  /** Puts the case into the address. */
  writeAddress() {
    history.replaceState(null, "", address(this.case));
    this.written = location.hash;
  }

  refuse(path, message) {
    this.line = null;
    const field = this.form.mark(path.replaceAll("-", "_"));
    const label = field?.closest("label")?.firstChild.data;
    $("error").textContent = path ? `${label ?? path}: ${message} (${path})` : message;
    // What was planned before is still to be seen, if anything was.
    $("answer").hidden = !this.plan;
    $("answer").classList.add("stale");
    $("answer").inert = true;
  }

  show(plan, words) {
    this.form.mark("");
    $("error").textContent = "";
    $("answer").hidden = false;
    $("answer").classList.remove("stale");
    $("answer").inert = false;
    this.plan = plan;
    this.letters = new Map(words.letters.map(({ letter, meaning }) => [meaning, letter]));
    this.blockBytes = words.block_bytes;
    this.pageBytes = words.page_bytes;
    const isCertain = plan.steps.at(-1).certain !== false;
    $("sum").replaceChildren(amount(plan.movable_bytes), " movable, ", amount(plan.kernel_bytes), " in kernel zones",
      isCertain ? "." : ", if nothing was in the way.");
    const first = plan.first_kernel_block;
    $("first").textContent = first
      ? `Block ${first.block}, of ${first.device}, in step ${first.step}: ${first.reason}.` : "There is none.";
    table($("devices"), ["Device", "Kind", "Node", "Plugged", "Movable", "Kernel", "Unplug for sure"],
      plan.devices.map((device) => ({
        cells: [device.id, device.kind, String(device.node), ...["plugged", "movable", "kernel", "unpluggable"]
          .map((what) => amount(device[`${what}_bytes`]))],
        note: device.layout,
      })));
    $("warnings").replaceChildren(...plan.warnings.map(({ text }) => make("li", {}, text)));
    if (plan.warnings.length === 0) $("warnings").append(make("li", {}, "None."));
    $("words").textContent = words.text;
    $("step").max = plan.steps.length - 1;
    this.showStep(plan.steps.length - 1);
    this.showKey();
  }

  showStep(number) {
    const { steps } = this.plan;
    this.step = Math.max(0, Math.min(steps.length - 1, number));
    const step = steps[this.step];
    $("step").value = this.step;
    $("earlier").disabled = this.step === 0;
    $("later").disabled = this.step === steps.length - 1;
    const name = `Step ${step.seq} of ${steps.length - 1}: ${inWords(step.action)}`;
    $("step-name").textContent = name + (step.certain === false ? " (if nothing is in the way)" : "");
    $("step").setAttribute("aria-valuetext", name);
    const nodes = [...new Set(step.zones.map(({ nid }) => nid))];
    const types = [...new Set(step.zones.filter((zone) => zone.present_pages > 0).map(({ zone }) => zone))];
    table($("zones"), ["Node", ...types], nodes.map((nid) => ({
      cells: [String(nid), ...types.map((type) =>
        amount((step.zones.find((zone) => zone.nid === nid && zone.zone === type)?.present_pages ?? 0) * this.pageBytes))],
    })));
    this.blocks.show(step.blocks, this.letters);
    $("block").textContent = `Blocks of ${size(this.blockBytes)}. Point at one, or go there with the keyboard.`;
  }

  showKey() {
    $("key").replaceChildren(...Object.entries(KINDS).map(([kind, text]) => {
      const swatch = make("canvas", { width: 20, height: 20, "aria-hidden": "true" });
      const path = new Path2D();
      path.rect(0, 0, 20, 20);
      this.blocks.fill(swatch.getContext("2d"), kind, path, 19);
      return make("li", {}, swatch, text);
    }));
  }

  /** Says what the block at a place is. */
  tell(place) {
    if (!place?.run) return;
    const { run, at } = place;
    const number = run.first + at - run.at;
    const zone = run.state === "offline" ? "offline" : run.zone === null ? "online, in several zones" : `online in ${run.zone}`;
    $("block").textContent = `Block ${number} of ${run.device}, node ${run.node}: ${zone}. `
      + (run.count > 1 ? `So are blocks ${run.first} to ${run.first + run.count - 1}, ${size(run.count * this.blockBytes)}.`
        : `It alone, ${size(this.blockBytes)}.`);
  }

  /** Asks for one answer after the other, so that typing goes on between them. */
  answer([question, ...rest]) {
    const [first, words] = this.core.ask(request(this.case, question)).map(JSON.parse);
    if (first.error) {
      const { field, message } = first.error;
      this.form.field(field)?.setAttribute("aria-invalid", "true");
      $("solved").append(make("li", { className: "wrong" }, field in question ? `${field}: ${message}` : message));
    } else {
      const text = words.text.trim().split("\n\n").at(-1);
      if (text.includes("\n")) $("tables").append(make("pre", { tabIndex: 0 }, text));
      else $("solved").append(make("li", {}, text));
    }
    if (rest.length > 0) this.timer = setTimeout(() => this.answer(rest), 0);
  }
}

Core.load($("module").textContent.trim()).then((core) => {
  globalThis.page = new Page(core);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => page.showKey());
});
