// SPDX-License-Identifier: MIT
//
// The form of a case. It writes into the case what is typed, and judges nothing.

/** What a field is called; `isNumber` fields are numbers in JSON, others texts. */
const FIELDS = {
  node: { label: "Node", isNumber: true }, block: { label: "Block", isNumber: true },
  dev: { label: "Device" }, id: { label: "Name" }, size: { label: "Size" }, from: { label: "From" }, to: { label: "To" },
  step: { label: "In steps of" }, address: { label: "Address" }, param: { label: "Parameter" }, value: { label: "Value" },
  module: { label: "Module" }, path: { label: "File" }, unit: { label: "Its block size" },
};

/** What can be done to a machine, with its fields; those behind `?` may be left out. */
const STEPS = {
  resize: ["a virtio-mem device gets a size", ["dev", "size"]],
  grow: ["virtio-mem grows in steps", ["dev", "from?", "to", "step"]],
  dimm_add: ["a DIMM comes", ["dev", "size", "node?"]],
  dimm_del: ["a DIMM goes", ["dev"]],
  dax_add: ["DAX memory comes (kmem, CXL)", ["dev", "size", "node?", "address?"]],
  memory_add: ["memory without a group comes", ["dev", "size", "node?", "address?"]],
  param: ["a parameter is set", ["param", "value"]],
  block_state: ["a block's state is written", ["block", "value"]],
  block_online: ["a block's online is written", ["block", "value"]],
  auto_online_blocks: ["auto_online_blocks is written", ["value"]],
};

/** The architectures that the core has a geometry of, the usual one first. */
const ARCHITECTURES = ["x86_64", "arm64-64k", "arm64-16k", "arm64-4k", "s390x", "ppc64", "riscv64"];

/** The kernel's arguments in a line: what follows `--` is init's, and quoted blanks are for nothing that is planned. */
function argumentsOf(line) {
  const words = line.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  const end = words.indexOf("--");
  return words.slice(0, end < 0 ? words.length : end).filter((word) => !/\s/.test(word));
}

/** What a new step has. */
const NEW = {
  resize: { dev: "vm0", size: "4G" }, grow: { dev: "vm0", to: "4G", step: "1G" }, dimm_add: { dev: "dimm0", size: "4G" },
  dimm_del: { dev: "dimm0" }, dax_add: { dev: "dax0", size: "4G" }, memory_add: { dev: "memory0", size: "4G" },
  param: { param: "auto_movable_ratio", value: "401" }, block_state: { block: new Typed("32"), value: "offline" },
  block_online: { block: new Typed("32"), value: "0" }, auto_online_blocks: { value: "online_movable" },
};

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The entries of a list; none if it is something else, about which the core has its say. */
const listed = (value) => (Array.isArray(value) ? value : []);

/** The form's fields for a case. */
class Form {
  /** `changed` is called after each change. */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
  }

  /** Shows a case, which is written to from then on. */
  show(aCase) {
    this.case = aCase;
    this.render();
  }

  /** Makes all fields anew, after one came or went, and puts the cursor into one. */
  render(focus) {
    const scenario = this.case.scenario;
    this.root.replaceChildren(
      this.machine(scenario), this.devices(scenario), this.steps(scenario), this.questions());
    if (focus) this.field(focus)?.focus();
  }

  rebuild(focus) {
    this.render(focus);
    this.changed();
  }

  /** The field that a path of the case is in, or the nearest one around it. */
  field(path) {
    for (let rest = path; rest; rest = rest.replace(/(\.?[^.[]+|\[\d+\])$/, "")) {
      const found = this.root.querySelector(`[data-path="${CSS.escape(rest)}"]`);
      if (found) return found.matches("input, select, textarea") ? found : found.querySelector("input, select");
    }
    return null;
  }

  /** Marks the field of an error, and none else. */
  mark(path) {
    for (const field of this.root.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    const field = path ? this.field(path) : null;
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", "error");
    return field;
  }

  /** A field for `owner[name]`; one that may be left out is left out when empty. */
  input(label, owner, name, path, { isNumber = false, isOptional = false, ...more } = {}) {
    const value = owner[name];
    const text = value instanceof Typed ? value.text : value ?? "";
    const known = typeof text === "string" ? text : write(text);
    const input = make("input", { value: known, spellcheck: false, maxLength: 4096, ...more });
    input.dataset.path = input.title = path;
    input.oninput = () => {
      if (input.value === "" && isOptional) delete owner[name];
      else owner[name] = isNumber ? new Typed(input.value) : input.value;
      this.changed();
    };
    return make("label", {}, label, input);
  }

  /** A choice for `owner[name]` among pairs of a value and its label. */
  choice(label, owner, name, path, pairs, fallback, chosen) {
    const value = owner[name] ?? fallback;
    const all = pairs.some(([one]) => one === value) ? pairs : [...pairs, [value, write(value)]];
    const select = make("select", {}, ...all.map(([, text]) => make("option", {}, text)));
    select.selectedIndex = all.findIndex(([one]) => one === value);
    select.dataset.path = select.title = path;
    select.onchange = () => {
      owner[name] = all[select.selectedIndex][0];
      if (chosen) chosen(owner[name]);
      else this.changed();
    };
    return make("label", {}, label, select);
  }

  button(text, label, action) {
    return make("button", { type: "button", "aria-label": label, onclick: action }, text);
  }

  machine(scenario) {
    const nodes = listed(scenario.nodes);
    const named = (text) => [text, text];
    const fields = nodes.map((_, index) =>
      this.input(nodes.length > 1 ? `Boot memory, node ${index}` : "Boot memory", nodes, index, `nodes[${index}]`));
    const words = make("input", { value: listed(scenario.kernel_arguments).join(" "), spellcheck: false, maxLength: 4096 });
    words.dataset.path = "kernel_arguments";
    words.oninput = () => {
      scenario.kernel_arguments = argumentsOf(words.value);
      if (scenario.kernel_arguments.length === 0) delete scenario.kernel_arguments;
      this.changed();
    };
    fields.push(
      this.choice("Policy", scenario, "online_policy", "online_policy",
        ["auto-movable", "contig-zones"].map(named), "auto-movable"),
      this.input("Ratio, %", scenario, "auto_movable_ratio", "auto_movable_ratio",
        { isNumber: true, isOptional: true, placeholder: "301", inputMode: "numeric" }),
      this.choice("Ratio on each node", scenario, "auto_movable_numa_aware", "auto_movable_numa_aware",
        [[true, "yes"], [false, "no"]], true),
      this.choice("New blocks go", scenario, "memhp_default_state", "memhp_default_state",
        ["online", "online_movable", "online_kernel", "offline"].map(named), "online"),
      this.choice("Architecture", this.case, "geometry", "geometry", ARCHITECTURES.map((name, index) => [index ? name : "", name]), ""),
      this.input("Kernel version", this.case, "kernel", "kernel", { placeholder: "6.1" }),
      this.input("Memory block size", this.case, "block_size", "block_size", { placeholder: "by size" }),
      this.input("Absent boot pages", this.case, "absent", "absent", { placeholder: "130", inputMode: "numeric" }),
      this.choice("QEMU's machine", scenario, "machine", "machine", ["pc", "q35"].map(named), "pc"),
      make("label", { className: "wide" }, "Kernel arguments", words));
    const buttons = make("div", { className: "buttons small" }, this.button("Add a node", "Add a node", () => {
      scenario.nodes = [...nodes, "4G"];
      this.rebuild(`nodes[${nodes.length}]`);
    }));
    if (nodes.length > 1)
      buttons.append(this.button("Remove the last node", "Remove the last node", () => {
        nodes.pop();
        this.rebuild(`nodes[${nodes.length - 1}]`);
      }));
    return make("fieldset", {}, make("legend", {}, "Machine"), make("div", { className: "fields" }, ...fields), buttons);
  }

  /** A list whose entries can come and go: what each shows, and buttons below. */
  list(title, path, entries, show, ...buttons) {
    const rows = entries.map((entry, index) => {
      const fields = entry !== null && typeof entry === "object" ? show(entry, `${path}[${index}]`) : [];
      const row = make("div", { className: "row" }, make("div", { className: "fields" }, ...fields));
      row.dataset.path = `${path}[${index}]`;
      const tools = make("div", { className: "buttons small" },
        this.button("Remove", `Remove ${title} ${index + 1}`, () => {
          entries.splice(index, 1);
          this.rebuild(`${path}[${Math.min(index, entries.length - 1)}]`);
        }));
      if (index > 0)
        tools.append(this.button("\u2191", `Move ${title} ${index + 1} up`, () => {
          entries.splice(index - 1, 2, entry, entries[index - 1]);
          this.rebuild(`${path}[${index - 1}]`);
        }));
      row.append(tools);
      return row;
    });
    return [...rows, make("div", { className: "buttons small" }, ...buttons)];
  }

  entry(entry, names, path) {
    return names.map((name) => {
      const isOptional = name.endsWith("?");
      const field = name.replace("?", "");
      const { label, isNumber } = FIELDS[field];
      return this.input(label, entry, field, `${path}.${field}`,
        { isNumber, isOptional, placeholder: isOptional && field === "node" ? "0" : "" });
    });
  }

  devices(scenario) {
    const add = () => {
      const id = this.freeName(scenario, "vm");
      scenario.virtio_mem = [...listed(scenario.virtio_mem), { id, size: "4G" }];
      scenario.actions = [...listed(scenario.actions), { op: "resize", dev: id, size: "4G" }];
      this.rebuild(`virtio_mem[${scenario.virtio_mem.length - 1}].size`);
    };
    const rows = this.list("virtio-mem device", "virtio_mem", listed(scenario.virtio_mem), (device, path) => [
      ...this.entry(device, ["id", "size"], path).map((label, index) => {
        if (index === 1) label.firstChild.data = "Can become";
        return label;
      }),
      ...this.entry(device, ["node?"], path),
      this.input(FIELDS.unit.label, device, "block", `${path}.block`, { isOptional: true, placeholder: "2M" }),
    ], this.button("Add virtio-mem", "Add a virtio-mem device", add));
    const announced = this.list("ACPI memory", "acpi_memory", listed(scenario.acpi_memory),
      (device, path) => this.entry(device, ["address", "size", "node?"], path),
      this.button("Add ACPI memory", "Add memory that ACPI announces at boot", () => {
        scenario.acpi_memory = [...listed(scenario.acpi_memory), { address: "64G", size: "4G" }];
        this.rebuild(`acpi_memory[${scenario.acpi_memory.length - 1}].address`);
      }));
    return make("fieldset", {}, make("legend", {}, "Devices from the start"), ...rows, ...announced);
  }

  /** What is asked beyond the plan. */
  questions() {
    const settings = make("textarea", { value: this.case.try, spellcheck: false, rows: 3, maxLength: 4096,
      placeholder: "numa-aware=no\nratio=401,policy=auto-movable" });
    settings.dataset.path = "try";
    settings.oninput = () => {
      this.case.try = settings.value;
      this.changed();
    };
    const fields = [
      this.input("Wanted", this.case, "want", "want", { placeholder: "all movable, or movable>=90%" }),
      make("label", {}, "Settings to compare, each on a line", settings),
      this.input("One value after the other", this.case, "sweep", "sweep", { placeholder: "ratio=100..800:25" }),
    ];
    for (const field of fields) field.className = "wide";
    return make("fieldset", {}, make("legend", {}, "Questions"), make("div", { className: "fields" }, ...fields));
  }

  /** A name that no device has. */
  freeName(scenario, kind) {
    const names = new Set([...listed(scenario.virtio_mem), ...listed(scenario.actions)].map((entry) => entry?.id ?? entry?.dev));
    let number = 0;
    while (names.has(`${kind}${number}`)) number++;
    return `${kind}${number}`;
  }

  steps(scenario) {
    const actions = listed(scenario.actions);
    const pairs = Object.entries(STEPS).map(([op, [text]]) => [op, text]);
    const fields = (action, path) => {
      const own = STEPS[action.op]?.[1] ?? Object.keys(action).filter((name) => name in FIELDS);
      // What a step has beyond its own fields stays to be seen, and the core says so.
      const more = Object.keys(action).filter((name) => name !== "op" && !own.some((one) => one.replace("?", "") === name));
      const op = this.choice("What happens", action, "op", `${path}.op`, pairs, "", (chosen) => {
        const last = listed(scenario.virtio_mem).at(-1)?.id;
        for (const name of Object.keys(action)) delete action[name];
        Object.assign(action, { op: chosen }, this.fresh(scenario, chosen));
        if (last !== undefined && (chosen === "resize" || chosen === "grow")) action.dev = last;
        this.rebuild(`${path}.op`);
      });
      op.className = "wide";
      return [op, ...this.entry(action, own, path),
        ...more.map((name) => this.input(name, action, name, `${path}.${name}`, { readOnly: true }))];
    };
    const adder = (text, op) => this.button(text, `Add: ${STEPS[op][0]}`, () => {
      scenario.actions = [...actions, { op, ...this.fresh(scenario, op) }];
      this.rebuild(`actions[${actions.length}]`);
    });
    const rows = this.list("step", "actions", actions, fields, adder("Add a DIMM", "dimm_add"), adder("Add DAX", "dax_add"),
      adder("Add a size", "resize"), adder("Add a setting", "param"));
    return make("fieldset", {}, make("legend", {}, "Time line"), ...rows);
  }

  /** What a new step of a kind has, under a name that is free. */
  fresh(scenario, op) {
    const fields = { ...NEW[op] };
    if (op.endsWith("_add")) fields.dev = this.freeName(scenario, fields.dev.replace(/\d+$/, ""));
    if (op === "resize" || op === "grow") fields.dev = listed(scenario.virtio_mem).at(-1)?.id ?? fields.dev;
    return fields;
  }
}
