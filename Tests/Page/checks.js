// SPDX-License-Identifier: MIT
//
// Runs in the page: compares it with what the tool printed, and uses it.

const problems = [];
let checkCount = 0;

function check(name, isRight, found = "") {
  checkCount++;
  if (!isRight) problems.push(`${name}: ${String(found).slice(0, 400)}`);
}

/** Opens a case by its address; browsers let a page follow few of them in a row. */
async function follow(aCase) {
  page.open(caseFromAddress(address(aCase)));
  await page.planned;
}

const bytesIn = (element) => [...element.querySelectorAll("data")].map(({ value }) => Number(value));

/** What a page says of a plan, against the plan that the tool printed. */
async function compare(name, plan) {
  check(`${name}: sums`, String(bytesIn($("sum"))) === String([plan.movable_bytes, plan.kernel_bytes]), $("sum").textContent);
  const devices = plan.devices.flatMap((device) =>
    [device.plugged_bytes, device.movable_bytes, device.kernel_bytes, device.unpluggable_bytes]);
  check(`${name}: devices`, String(bytesIn($("devices"))) === String(devices), $("devices").textContent);
  const layouts = [...$("devices").querySelectorAll(".layout")].map((cell) => cell.textContent);
  check(`${name}: layouts`, layouts.join() === plan.devices.map(({ layout }) => layout).filter(Boolean).join(), layouts);
  const first = plan.first_kernel_block;
  check(`${name}: first kernel block`,
    first ? $("first").textContent.includes(`Block ${first.block}, of ${first.device}, in step ${first.step}: ${first.reason}.`)
      : $("first").textContent === "There is none.", $("first").textContent);
  const warnings = plan.warnings.map(({ text }) => text).join() || "None.";
  const shown = [...$("warnings").children].map((item) => item.textContent).join();
  check(`${name}: warnings`, shown === warnings, shown);
  const blocks = plan.steps.at(-1).blocks;
  check(`${name}: blocks`, page.blocks.count === blocks.reduce((sum, { count }) => sum + count, 0), page.blocks.count);
  // Each run begins where it is drawn, in its colour.
  const { canvas } = page.blocks;
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  context.drawImage(canvas, 0, 0);
  let start = 0;
  for (const run of blocks.slice(0, 40)) {
    const { x, y, size: side } = await page.core.call("place", start);
    start += run.count;
    const kind = run.state === "offline" ? "offline" : run.zone === null ? "faint" : run.zone === "Movable" ? "movable" : "kernel";
    if (side < 5 || kind === "offline") continue;
    const color = page.blocks.color(kind).match(/\d+/g).map(Number);
    const pixels = context.getImageData(x, y, side, side).data;
    let isThere = false;
    for (let at = 0; at < pixels.length; at += 4)
      isThere ||= color.every((part, index) => Math.abs(part - pixels[at + index]) <= 2);
    check(`${name}: color of block ${run.first}`, isThere, kind);
  }
}

const luminance = (color) => {
  const [red, green, blue] = color.match(/\d+/g).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

function contrast(one, other) {
  const [low, high] = [one, other].map((name) => luminance(page.blocks.color(name))).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Types into a field, and waits until what comes of it is shown. */
async function type(path, text) {
  const field = page.form.field(path);
  field.value = text;
  field.dispatchEvent(new Event("input"));
  await page.planned;
  return field;
}

async function choose(field, index) {
  field.selectedIndex = index;
  field.onchange();
  await page.planned;
}

async function press(key) {
  await page.blocks.key(new KeyboardEvent("keydown", { key, cancelable: true }));
  return $("block").textContent;
}

/** The elements that something touches: changes, adds or takes away. */
async function touched(act) {
  const records = [];
  const observer = new MutationObserver((some) => records.push(...some));
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  await act();
  records.push(...observer.takeRecords());
  observer.disconnect();
  const targets = records.map(({ target, type }) => `${target.id || target.nodeName}${type === "attributes" ? " attributes" : ""}`);
  return [...new Set(targets)].sort().join();
}

async function usePage() {
  location.hash = address(example("CXL memory on a node of its own"));
  page.openAddress();
  await page.planned;
  check("a link is followed", $("warnings").textContent.includes("numa_aware"), $("warnings").textContent);
  await follow(example(Object.keys(EXAMPLES)[0]));
  const error = () => $("error").textContent;
  const ratio = await type("auto_movable_ratio", "1e3");
  check("1e3 is named", error().startsWith("Ratio, %: expected an integer in 0...4294967295, found 1e3"), error());
  check("1e3 is marked", ratio.getAttribute("aria-invalid") === "true" && $("answer").inert, ratio.outerHTML);
  page.writeAddress();
  check("1e3 is in the address", caseFromAddress(location.hash).scenario.auto_movable_ratio.text === "1e3", location.hash);
  await type("auto_movable_ratio", "401");
  check("401 is taken", error() === "" && !ratio.hasAttribute("aria-invalid") && !$("answer").inert, error());
  check("401 leaves all movable", $("sum").textContent === "16 GiB movable, 0 in kernel zones.", $("sum").textContent);
  for (const text of ["1e3", "301", "1", "40", "401"]) {
    ratio.value = text;
    ratio.dispatchEvent(new Event("input"));
  }
  await page.planned;
  check("the last of what is typed is shown", error() === "" && $("sum").textContent === "16 GiB movable, 0 in kernel zones.",
    $("sum").textContent);
  const ask = async () => {
    clearTimeout(page.timer);
    for (const id of ["solved", "tables"]) $(id).replaceChildren();
    const all = questions(page.case);
    await page.answer(all);
    return all.length;
  };
  check("three questions", await ask() === 3 && $("solved").children.length === 3, $("solved").textContent);
  page.changed();
  const before = page.settle();
  page.changed();
  await Promise.all([before, page.settle()]);
  clearTimeout(page.timer);
  check("questions are asked once, of the newest case", $("solved").children.length === 3, $("solved").textContent);
  await type("want", "movable>=50%");
  check("what is wanted is asked", await ask() === 3 && $("solved").textContent.includes("leaves 50 % of it movable: 67 %"),
    $("solved").textContent);
  await type("try", "ratio=100\nnuma-aware=no");
  check("settings are compared", await ask() === 4 && /as it is +16 GiB[^]*ratio=100 +10112 MiB[^]*numa-aware=no +16 GiB/.test($("tables").textContent),
    $("tables").textContent);
  await type("sweep", "ratio=100..800:100");
  check("values are planned", await ask() === 5 && $("tables").lastChild.textContent.trim().split("\n").length === 9, $("tables").textContent);
  page.writeAddress();
  check("questions are in the address", caseFromAddress(location.hash).sweep === "ratio=100..800:100"
    && caseFromAddress(location.hash).try.includes("\n"), location.hash);
  await type("sweep", "ratio=100..800:1");
  await ask();
  check("a long sweep is refused", $("solved").textContent.includes("expected at most 250 values")
    && page.form.field("sweep").matches("[aria-invalid]") && error() === "", $("solved").textContent);
  for (const name of ["want", "try", "sweep"]) await type(name, "");
  const architecture = page.form.field("geometry");
  await choose(architecture, 1);
  check("pages of 64 KiB", page.pageBytes === 65536 && page.blockBytes === 512 * 2 ** 20 && error() === "", error());
  check("sizes of zones are in these pages", bytesIn($("zones")).reduce((sum, bytes) => sum + bytes, 0) > 19 * 2 ** 30,
    $("zones").textContent);
  await choose(architecture, 0);
  const unit = await type("nodes[0]", "4 GB");
  check("a size is named", error().startsWith('Boot memory: expected a size such as "128M"'), error());
  check("a size is marked", unit.getAttribute("aria-invalid") === "true", unit.outerHTML);
  await type("nodes[0]", "4G");

  check("first step", (await page.showStep(0), $("step-name").textContent === "Step 0 of 1: boot"), $("step-name").textContent);
  await page.showStep(page.step + 1);
  check("next step", $("step-name").textContent === "Step 1 of 1: resize dev vm0 16G", $("step-name").textContent);
  const { run: last } = await page.core.call("place", page.blocks.count - 1);
  check("Home", (await press("Home")).startsWith("Block 0 of boot, node 0: online, in several zones."), $("block").textContent);
  check("right", (await press("ArrowRight")).startsWith("Block 1 of boot, node 0: online in DMA32."), $("block").textContent);
  check("next run", (await press("PageDown")).startsWith("Block 32 of boot"), $("block").textContent);
  check("End", (await press("End")).startsWith(`Block ${last.first + last.count - 1} of vm0`), $("block").textContent);
  check("run before", (await press("PageUp"), (await press("PageUp")).startsWith("Block ")), $("block").textContent);

  for (const name of ["Add a node", "Add a virtio-mem device", "Add: a DIMM comes", "Add: DAX memory comes (kmem, CXL)",
    "Add: a virtio-mem device gets a size", "Add: a parameter is set", "Add memory that ACPI announces at boot"]) {
    document.querySelector(`[aria-label="${name}"]`).click();
    await page.planned;
    check(`${name} works`, error() === "" && document.activeElement.matches("input, select"), error());
  }
  const rows = () => $("devices").querySelectorAll("tbody th").length;
  check("what was added is planned", page.stepCount === 7 && rows() === 5, $("devices").textContent);
  document.querySelector('[aria-label="Remove step 3"]').click();
  document.querySelector('[aria-label="Remove the last node"]').click();
  await page.planned;
  check("what was removed is gone", page.stepCount === 6 && error() === "", error());

  await follow(example(Object.keys(EXAMPLES)[0]));
  const count = document.querySelectorAll("*").length;
  await type("nodes[0]", "32G");
  await type("auto_movable_ratio", "101");
  await type("virtio_mem[0].size", "512G");
  await type("actions[0].size", "512G");
  clearTimeout(page.timer);
  check("4,096 blocks", page.blocks.count >= 4096 && error() === "", `${page.blocks.count} ${error()}`);
  check("no element a block", document.querySelectorAll("*").length < count + 100, document.querySelectorAll("*").length);
  await press("Home");
  for (const key of ["ArrowRight", "PageDown", "ArrowDown", "End", "Home"]) {
    const found = await touched(() => press(key));
    check(`${key} moves the frame, and touches nothing else`, found === "block,frame attributes", found);
  }
  const drawn = await touched(() => page.showStep(0));
  check("a step is drawn as one picture", drawn.split(",").every((name) =>
    ["block", "blocks attributes", "earlier attributes", "frame attributes", "later attributes", "step attributes", "step-name", "zones"]
      .includes(name)), drawn);

  for (const scheme of ["light", "dark"]) {
    document.documentElement.style.colorScheme = scheme;
    for (const [one, other, least] of [
      ["movable", "kernel", 3], ["movable", "paper", 3], ["kernel", "paper", 3], ["line", "paper", 3], ["faint", "paper", 4.5],
      ["ink", "paper", 4.5], ["wrong", "paper", 4.5], ["accent", "paper", 3], ["letter", "movable", 4], ["kernel-letter", "kernel", 4.5],
    ])
      check(`${scheme}: ${one} on ${other}`, contrast(one, other) >= least, contrast(one, other));
  }
  document.documentElement.style.colorScheme = "";
  check("320 pixels", innerWidth === 320 && document.documentElement.scrollWidth <= 320,
    `${document.documentElement.scrollWidth} of ${innerWidth}`);
  for (const field of document.querySelectorAll("input, select, textarea, button"))
    check("a name for a field", field.labels?.length > 0 || field.ariaLabel || field.textContent.trim(), field.outerHTML);
}

async function checkPage() {
  await opened;
  let [planned, refused] = [0, 0];
  for (const { name, scenario, fields, expected, error } of JSON.parse($("cases").textContent)) {
    const asked = Object.entries(fields).filter(([option]) => ["want", "solve", "try", "sweep"].includes(option));
    const question = Object.fromEntries(asked);
    const options = Object.entries(fields).filter(([option]) => !(option in question));
    await follow({ ...caseOf(read(scenario)), name, ...Object.fromEntries(options) });
    clearTimeout(page.timer);
    const ask = async (question) => (await page.core.call("ask", request(page.case, question)))[0];
    if (error !== undefined && page.isPlanned) {
      const { message } = JSON.parse(await ask(question)).error ?? {};
      check(`${name}: question refused`, message && error.endsWith(message), `${message} / ${error}`);
      refused++;
      continue;
    }
    if (error !== undefined) {
      const said = $("error").textContent.replace(/ \([^()]*\)$/, "").replace(/^[^:]*: /, "");
      check(`${name}: refused`, said !== "" && error.endsWith(said), `${$("error").textContent} / ${error}`);
      refused++;
      continue;
    }
    const { solve, try: settings, sweep, ...plan } = JSON.parse(expected);
    const found = await ask({});
    const isSame = page.isPlanned && found === (asked.length > 0 ? JSON.stringify(plan) : expected);
    check(`${name}: plan`, isSame, page.isPlanned ? found : $("error").textContent);
    if (asked.length > 0) {
      const line = await ask(question);
      check(`${name}: ${asked.map(([option]) => option)}`, line === expected, line.slice(-200));
    }
    if (isSame) await compare(name, plan);
    planned++;
  }
  await usePage();
  return problems.length === 0
    ? `${planned} plans as the tool prints them, ${refused} refused as by the tool, ${checkCount} checks`
    : `${problems.length} of ${checkCount} checks failed:\n${problems.slice(0, 60).join("\n")}`;
}
