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

/** Writes a text, unless it is there: what isn't touched needn't be laid out or read out. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

class Page {
  constructor(script, module) {
    const failed = (message) => this.refuse("", message);
    this.core = new Core(script, module, failed);
    // What takes long is asked elsewhere, so that blocks and steps never wait for it.
    this.adviser = new Core(script, module, failed);
    this.plan = newest(() => this.ask());
    this.form = new Form($("fields"), () => this.changed());
    this.blocks = new Blocks(this.core, $("blocks"), $("frame"), (place) => this.tell(place));
    this.look = newest(() => this.view());
    this.stepCount = 0;
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
    this.adviser.drop();
    for (const id of ["solved", "tables"]) $(id).replaceChildren();
    this.planned = this.plan();
  }

  /** Asks for the plan, and shows it. */
  async ask() {
    const { error, ...answer } = await this.core.call("plan", request(this.case));
    if (error) this.refuse(error.field, error.message);
    else this.show(answer);
  }

  /** What can wait until nothing was typed for a moment. */
  async settle() {
    const { timer } = this;
    this.writeAddress();
    await this.planned;
    // Something newer may have been typed meanwhile, which asks for itself.
    if (this.isPlanned && timer === this.timer) await this.answer(questions(this.case));
  }

  /** Puts the case into the address. */
  writeAddress() {
    history.replaceState(null, "", address(this.case));
    this.written = location.hash;
  }

  refuse(path, message) {
    this.isPlanned = false;
    const field = this.form.mark(path.replaceAll("-", "_"));
    const label = field?.closest("label")?.firstChild.data;
    $("error").textContent = path ? `${label ?? path}: ${message} (${path})` : message;
    // What was planned before is still to be seen, if anything was.
    $("answer").hidden = this.stepCount === 0;
    $("answer").classList.add("stale");
    $("answer").inert = true;
  }

  show({ plan, words, stepCount, view }) {
    this.form.mark("");
    say($("error"), "");
    $("answer").hidden = false;
    $("answer").classList.remove("stale");
    $("answer").inert = false;
    this.isPlanned = true;
    this.blockBytes = words.block_bytes;
    this.pageBytes = words.page_bytes;
    const isCertain = view.step.certain !== false;
    $("sum").replaceChildren(amount(plan.movable_bytes), " movable, ", amount(plan.kernel_bytes), " in kernel zones",
      isCertain ? "." : ", if nothing was in the way.");
    const first = plan.first_kernel_block;
    say($("first"), first ? `Block ${first.block}, of ${first.device}, in step ${first.step}: ${first.reason}.` : "There is none.");
    table($("devices"), ["Device", "Kind", "Node", "Plugged", "Movable", "Kernel", "Unplug for sure"],
      plan.devices.map((device) => ({
        cells: [device.id, device.kind, String(device.node), ...["plugged", "movable", "kernel", "unpluggable"]
          .map((what) => amount(device[`${what}_bytes`]))],
        note: device.layout,
      })));
    $("warnings").replaceChildren(...plan.warnings.map(({ text }) => make("li", {}, text)));
    if (plan.warnings.length === 0) $("warnings").append(make("li", {}, "None."));
    $("words").textContent = words.text;
    this.stepCount = stepCount;
    $("step").max = stepCount - 1;
    this.choose(view.number);
    this.showView(view);
  }

  /** Goes to a step. */
  showStep(number) {
    this.choose(number);
    return this.look();
  }

  async view() {
    const view = await this.core.call("show", this.step);
    if (view.number === this.step) this.showView(view);
    else this.look();
  }

  choose(number) {
    this.step = Math.max(0, Math.min(this.stepCount - 1, number));
    $("step").value = this.step;
    $("earlier").disabled = this.step === 0;
    $("later").disabled = this.step === this.stepCount - 1;
  }

  showView({ number, step, drawing }) {
    const name = `Step ${number} of ${this.stepCount - 1}: ${inWords(step.action)}`;
    say($("step-name"), name + (step.certain === false ? " (if nothing is in the way)" : ""));
    $("step").setAttribute("aria-valuetext", name);
    const nodes = [...new Set(step.zones.map(({ nid }) => nid))];
    const types = [...new Set(step.zones.filter((zone) => zone.present_pages > 0).map(({ zone }) => zone))];
    table($("zones"), ["Node", ...types], nodes.map((nid) => ({
      cells: [String(nid), ...types.map((type) =>
        amount((step.zones.find((zone) => zone.nid === nid && zone.zone === type)?.present_pages ?? 0) * this.pageBytes))],
    })));
    this.blocks.show(drawing);
    say($("block"), `Blocks of ${size(this.blockBytes)}. Point at one, or go there with the keyboard.`);
  }

  /** Shows what blocks look like, once colours are known. */
  async showKey() {
    await this.blocks.fit();
    $("key").replaceChildren(...(await this.core.call("swatches", 20)).map(([kind, image]) => {
      const swatch = make("canvas", { width: image.width, height: image.height, "aria-hidden": "true" });
      swatch.getContext("2d").putImageData(image, 0, 0);
      return make("li", {}, swatch, KINDS[kind]);
    }));
  }

  /** Says what the block at a place is. */
  tell({ run, number }) {
    const zone = run.state === "offline" ? "offline" : run.zone === null ? "online, in several zones" : `online in ${run.zone}`;
    $("block").textContent = `Block ${number} of ${run.device}, node ${run.node}: ${zone}. `
      + (run.count > 1 ? `So are blocks ${run.first} to ${run.first + run.count - 1}, ${size(run.count * this.blockBytes)}.`
        : `It alone, ${size(this.blockBytes)}.`);
  }

  /** Asks for one answer after the other. */
  async answer(questions) {
    for (const question of questions) {
      const { error, text } = await this.adviser.call("question", request(this.case, question));
      if (error) {
        this.form.field(error.field)?.setAttribute("aria-invalid", "true");
        $("solved").append(make("li", { className: "wrong" },
          error.field in question ? `${error.field}: ${error.message}` : error.message));
        continue;
      }
      const last = text.trim().split("\n\n").at(-1);
      if (last.includes("\n")) $("tables").append(make("pre", { tabIndex: 0 }, last));
      else $("solved").append(make("li", {}, last));
    }
  }
}

let page;
/** Kept once the page is there, and its first case planned. */
const opened = Core.compile($("module").textContent.trim()).then(async (module) => {
  page = new Page($("worker").textContent, module);
  await Promise.all([page.planned, page.showKey()]);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => page.showKey());
});
