// SPDX-License-Identifier: MIT
//
// A case is what the page asks the core: a scenario as its file has it, and options.
// What is typed stays text until the core reads it, so the core alone judges it.

/** A number as it was typed. */
class Typed {
  constructor(text) {
    this.text = text;
  }
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** JSON on one line; what was typed for a number and is none becomes a string. */
function write(value) {
  if (value instanceof Typed) return NUMBER.test(value.text) ? value.text : JSON.stringify(value.text);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}:${write(part)}`).join(",")}}`;
}

/** A scenario's file: a line for each field, and for each device and action. */
function writeFile(scenario) {
  const fields = Object.entries(scenario).map(([name, part]) => {
    const isTable = Array.isArray(part) && part.some((entry) => entry !== null && typeof entry === "object");
    const text = isTable ? `[\n    ${part.map(write).join(",\n    ")}\n  ]` : write(part);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}

/** A scenario from JSON, with numbers as they were typed. */
function read(text) {
  const scenario = JSON.parse(text, (_, value, context) =>
    typeof value === "number" ? new Typed(context?.source ?? String(value)) : value);
  if (scenario === null || typeof scenario !== "object" || Array.isArray(scenario) || scenario instanceof Typed)
    throw new Error("expected an object");
  return scenario;
}

const OPTIONS = ["name", "kernel", "geometry", "block_size", "absent"];

/** What is asked beyond the plan, with a setting to try on each line. */
const QUESTIONS = ["want", "try", "sweep"];

/** The request for a case, and perhaps a question about it. */
function request(aCase, question = {}) {
  const fields = OPTIONS.filter((option) => aCase[option] !== "")
    .map((option) => [option, option === "absent" ? new Typed(aCase[option]) : aCase[option]]);
  return write(Object.fromEntries([...fields, ["scenario", aCase.scenario]].concat(Object.entries(question))));
}

/** The case of a scenario, with the options' defaults. */
const caseOf = (scenario) => ({
  name: "plan", kernel: "", geometry: "", block_size: "", absent: "", want: "", try: "", sweep: "", scenario,
});

/** The case in an address, or `null` if it has none. */
function caseFromAddress(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  if (!fields.has("scenario")) return null;
  const aCase = caseOf(read(fields.get("scenario")));
  for (const option of [...OPTIONS, ...QUESTIONS]) if (fields.has(option)) aCase[option] = fields.get(option);
  return aCase;
}

/** The address of a case. */
function address(aCase) {
  const encode = (text) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",");
  const options = [...OPTIONS, ...QUESTIONS].filter((option) => aCase[option] !== "" && !(option === "name" && aCase.name === "plan"));
  return `#scenario=${encode(write(aCase.scenario))}${options.map((option) => `&${option}=${encode(aCase[option])}`).join("")}`;
}

/** The questions about a case: its own, and what would leave all of it movable, or as much as is wanted. */
function questions({ want, try: settings, sweep }) {
  const wanted = want === "" ? {} : { want };
  const lines = settings.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return [
    ...["ratio", "hotplug", "boot"].map((solve) => ({ ...wanted, solve })),
    ...(lines.length > 0 ? [{ ...wanted, solve: "ratio", try: lines }] : []),
    ...(sweep === "" ? [] : [{ sweep }]),
  ];
}

const GROW = { virtio_mem: [{ id: "vm0", size: "16G" }], actions: [{ op: "resize", dev: "vm0", size: "16G" }] };

const EXAMPLES = {
  "A VM of 4 GiB that gets 16 GiB more": { nodes: ["4G"], auto_movable_ratio: 301, ...GROW },
  "A VM of 1 GiB that gets 15 GiB more at 101 %": {
    nodes: ["1G"], auto_movable_ratio: 101,
    virtio_mem: [{ id: "vm0", size: "15G" }], actions: [{ op: "resize", dev: "vm0", size: "15G" }],
  },
  "Step by step, and back": {
    nodes: ["2G"], auto_movable_ratio: 301, virtio_mem: [{ id: "vm0", size: "8G" }],
    actions: [{ op: "grow", dev: "vm0", to: "8G", step: "1G" }, { op: "resize", dev: "vm0", size: "2G" }],
  },
  "DIMMs of 8 GiB on two nodes": {
    nodes: ["4G", "4G"], auto_movable_ratio: 301,
    actions: [0, 1, 0, 1].map((node, index) => ({ op: "dimm_add", dev: `dimm${index}`, size: "8G", node })),
  },
  "CXL memory on a node of its own": {
    nodes: ["32G", "0"], auto_movable_ratio: 401,
    actions: [{ op: "dax_add", dev: "dax0", size: "64G", node: 1 }],
  },
  "CXL memory: which setting would do?": {
    nodes: ["32G", "0"], auto_movable_ratio: 401,
    actions: [{ op: "dax_add", dev: "dax0", size: "64G", node: 1 }],
    try: "numa-aware=no\nratio=801\npolicy=contig-zones,movable-node=yes",
  },
  "The same without numa_aware": {
    nodes: ["32G", "0"], auto_movable_ratio: 401, auto_movable_numa_aware: false,
    actions: [{ op: "dax_add", dev: "dax0", size: "64G", node: 1 }],
  },
  "512 GiB in big blocks": {
    nodes: ["128G"], auto_movable_ratio: 301,
    virtio_mem: [{ id: "vm0", size: "512G", block: "1G" }], actions: [{ op: "resize", dev: "vm0", size: "512G" }],
  },
};

/** An example as a case. */
function example(name) {
  const { try: settings = "", ...scenario } = EXAMPLES[name];
  return { ...caseOf(read(JSON.stringify(scenario))), try: settings };
}
