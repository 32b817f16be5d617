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
const follow = (aCase) => page.open(caseFromAddress(address(aCase)));

const bytesIn = (element) => [...element.querySelectorAll("data")].map(({ value }) => Number(value));

/** What a page says of a plan, against the plan that the tool printed. */
function compare(name, plan) {
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
  const context = page.blocks.canvas.getContext("2d");
  let start = 0;
  for (const run of blocks.slice(0, 40)) {
    const { x, y } = page.blocks.place(start);
    start += run.count;
    const side = page.blocks.size;
    const kind = kindOf(run);
    if (side < 5 || kind === "offline") continue;
    const color = page.blocks.color({ movable: "movable", kernel: "kernel", shared: "faint" }[kind]).match(/\d+/g).map(Number);
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

/** Types into a field. */
function type(path, text) {
  const field = page.form.field(path);
  field.value = text;
  field.dispatchEvent(new Event("input"));
  return field;
}

function press(key) {
  page.blocks.canvas.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  return $("block").textContent;
}

function usePage() {
  location.hash = address(example("CXL memory on a node of its own"));
  page.openAddress();
  check("a link is followed", $("warnings").textContent.includes("numa_aware"), $("warnings").textContent);
  follow(example(Object.keys(EXAMPLES)[0]));
  const error = () => $("error").textContent;
  const ratio = type("auto_movable_ratio", "1e3");
  check("1e3 is named", error().startsWith("Ratio, %: expected an integer in 0...4294967295, found 1e3"), error());
  check("1e3 is marked", ratio.getAttribute("aria-invalid") === "true" && $("answer").inert, ratio.outerHTML);
  page.writeAddress();
  check("1e3 is in the address", caseFromAddress(location.hash).scenario.auto_movable_ratio.text === "1e3", location.hash);
  type("auto_movable_ratio", "401");
  check("401 is taken", error() === "" && !ratio.hasAttribute("aria-invalid") && !$("answer").inert, error());
  check("401 leaves all movable", $("sum").textContent === "16 GiB movable, 0 in kernel zones.", $("sum").textContent);
  const ask = () => {
    clearTimeout(page.timer);
    for (const id of ["solved", "tables"]) $(id).replaceChildren();
    const all = questions(page.case);
    for (const question of all) page.answer([question]);
    return all.length;
  };
  check("three questions", ask() === 3 && $("solved").children.length === 3, $("solved").textContent);
  type("want", "movable>=50%");
  check("what is wanted is asked", ask() === 3 && $("solved").textContent.includes("leaves 50 % of it movable: 67 %"),
    $("solved").textContent);
  type("try", "ratio=100\nnuma-aware=no");
  check("settings are compared", ask() === 4 && /as it is +16 GiB[^]*ratio=100 +10112 MiB[^]*numa-aware=no +16 GiB/.test($("tables").textContent),
    $("tables").textContent);
  type("sweep", "ratio=100..800:100");
  check("values are planned", ask() === 5 && $("tables").lastChild.textContent.trim().split("\n").length === 9, $("tables").textContent);
  page.writeAddress();
  check("questions are in the address", caseFromAddress(location.hash).sweep === "ratio=100..800:100"
    && caseFromAddress(location.hash).try.includes("\n"), location.hash);
  type("sweep", "ratio=100..800:1");
  ask();
  check("a long sweep is refused", $("solved").textContent.includes("expected at most 250 values")
    && page.form.field("sweep").matches("[aria-invalid]") && error() === "", $("solved").textContent);
  for (const name of ["want", "try", "sweep"]) type(name, "");
  const architecture = page.form.field("geometry");
  architecture.selectedIndex = 1;
  architecture.onchange();
  check("pages of 64 KiB", page.pageBytes === 65536 && page.blockBytes === 512 * 2 ** 20 && error() === "", error());
  check("sizes of zones are in these pages", bytesIn($("zones")).reduce((sum, bytes) => sum + bytes, 0) > 19 * 2 ** 30,
    $("zones").textContent);
  architecture.selectedIndex = 0;
  architecture.onchange();
  const unit = type("nodes[0]", "4 GB");
  check("a size is named", error().startsWith('Boot memory: expected a size such as "128M"'), error());
  check("a size is marked", unit.getAttribute("aria-invalid") === "true", unit.outerHTML);
  type("nodes[0]", "4G");

  check("first step", (page.showStep(0), $("step-name").textContent === "Step 0 of 1: boot"), $("step-name").textContent);
  $("later").click();
  check("next step", $("step-name").textContent === "Step 1 of 1: resize dev vm0 16G", $("step-name").textContent);
  const last = page.plan.steps.at(-1).blocks;
  check("Home", press("Home").startsWith("Block 0 of boot, node 0: online, in several zones."), press("Home"));
  check("right", press("ArrowRight").startsWith("Block 1 of boot, node 0: online in DMA32."), $("block").textContent);
  check("next run", press("PageDown").startsWith("Block 32 of boot"), $("block").textContent);
  check("End", press("End").startsWith(`Block ${last.at(-1).first + last.at(-1).count - 1} of vm0`), $("block").textContent);

  for (const name of ["Add a node", "Add a virtio-mem device", "Add: a DIMM comes", "Add: DAX memory comes (kmem, CXL)",
    "Add: a virtio-mem device gets a size", "Add: a parameter is set", "Add memory that ACPI announces at boot"]) {
    document.querySelector(`[aria-label="${name}"]`).click();
    check(`${name} works`, error() === "" && document.activeElement.matches("input, select"), error());
  }
  check("what was added is planned", page.plan.steps.length === 7 && page.plan.devices.length === 5,
    page.plan.devices.map(({ id }) => id));
  document.querySelector('[aria-label="Remove step 3"]').click();
  document.querySelector('[aria-label="Remove the last node"]').click();
  check("what was removed is gone", page.plan.steps.length === 6 && error() === "", error());

  follow(example(Object.keys(EXAMPLES)[0]));
  const count = document.querySelectorAll("*").length;
  type("nodes[0]", "32G");
  type("virtio_mem[0].size", "512G");
  type("actions[0].size", "512G");
  check("4,096 blocks", page.blocks.count >= 4096 && error() === "", `${page.blocks.count} ${error()}`);
  check("no element a block", document.querySelectorAll("*").length < count + 100, document.querySelectorAll("*").length);

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
  while (!globalThis.page) await new Promise((done) => setTimeout(done, 10));
  let [planned, refused] = [0, 0];
  for (const { name, scenario, fields, expected, error } of JSON.parse($("cases").textContent)) {
    const asked = Object.entries(fields).filter(([option]) => ["want", "solve", "try", "sweep"].includes(option));
    const question = Object.fromEntries(asked);
    const options = Object.entries(fields).filter(([option]) => !(option in question));
    follow({ ...caseOf(read(scenario)), name, ...Object.fromEntries(options) });
    clearTimeout(page.timer);
    if (error !== undefined && page.line !== null) {
      const { message } = JSON.parse(page.core.ask(request(page.case, question))[0]).error ?? {};
      check(`${name}: question refused`, message && error.endsWith(message), `${message} / ${error}`);
      refused++;
      continue;
    }
    if (error !== undefined) {
      const said = $("error").textContent.replace(/ \([^()]*\)$/, "").replace(/^[^:]*: /, "");
      check(`${name}: refused`, page.line === null && said !== "" && error.endsWith(said), `${$("error").textContent} / ${error}`);
      refused++;
      continue;
    }
    const { solve, try: settings, sweep, ...plan } = JSON.parse(expected);
    const isSame = page.line === (asked.length > 0 ? JSON.stringify(plan) : expected);
    check(`${name}: plan`, isSame, page.line ?? $("error").textContent);
    if (asked.length > 0) {
      const [line] = page.core.ask(request(page.case, question));
      check(`${name}: ${asked.map(([option]) => option)}`, line === expected, line.slice(-200));
    }
    if (isSame) compare(name, plan);
    planned++;
  }
  usePage();
  return problems.length === 0
    ? `${planned} plans as the tool prints them, ${refused} refused as by the tool, ${checkCount} checks`
    : `${problems.length} of ${checkCount} checks failed:\n${problems.slice(0, 60).join("\n")}`;
}

checkPage().catch((error) => `failed: ${error.stack}`).then((outcome) => parent.postMessage(outcome, "*"));
