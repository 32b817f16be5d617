# SPDX-License-Identifier: MIT
"""Tests the translator: its terms have to give what the compiled code answers."""

import random
import subprocess

from build import HERE, PORT, clang, includes, run, swiftc
from core import NAMES
from ir import Module
from machine import ZONE_FIELDS, ZONES
from printed import Printer
from small import SmallCore, SmallMachine, SmallPort
from terms import *

# Machines whose terms are printed: at least one for each kind of target.
SHAPES = (
    {},
    {"nodes": (0, 2), "nid": 2, "groups": ("static", "dynamic"), "target": 0, "runs": 1},
    {"nodes": (1,), "nid": 1, "groups": ("dynamic", "dynamic"), "target": 1, "runs": 1},
    {"nodes": (0, 1), "nid": 1, "groups": ("dynamic", "static", "dynamic"), "runs": 0},
    {"nodes": (3,), "nid": 0, "groups": ("dynamic",)},
)


def names_of(machine):
    """The names of what stands in a line, in order; a number where it is fixed."""
    names = ["policy." + n for n in ("auto_movable", "ratio", "numa_aware", "movable_node")]
    names += ["query.online_type", machine.question.nid.as_long(), "query.start_pfn"]
    names += ["query.nr_pages", -1 if machine.target is None else machine.target]
    names += [len(x) for x in (machine.nodes, machine.groups, machine.runs)]
    for nid in machine.nids:
        names.append(nid)
        names += ["node%d.%s.%s" % (nid, zone, f) for zone in ZONES for f in ZONE_FIELDS]
    for k, kind in enumerate(machine.kinds):
        names.append(int(kind == "dynamic"))
        names += ["group%d.%s" % (k, f) for f in ("nid", "kernel", "movable", "size")]
    for k in range(len(machine.runs)):
        names += ["run%d.%s" % (k, f) for f in ("first", "count", "zone", "nid")]
    return names


def random_value(numbers, name, bits, values):
    """A value for a name: small ones, near ones and any ones."""
    kind = name.rpartition(".")[2]
    if name == "query.online_type":
        return numbers.choice((0, 1, 1, 1, 2, 3))
    if kind == "nid":
        return numbers.randrange(4)
    if kind == "zone":
        return numbers.choice((3, 3, 3, numbers.randrange(5)))
    if kind == "first":
        return values.get("end", 0) + numbers.choice((0, 0, 1, numbers.randrange(1 << 20)))
    if kind == "count":
        return numbers.randrange(1, 1 << numbers.choice((1, 3, 20)))
    if kind == "size" and name.startswith("group"):
        return 1 << numbers.randrange(15, 64)
    if kind == "auto_movable":
        return int(numbers.random() < 0.8)
    if name == "query.start_pfn":
        return numbers.getrandbits(numbers.choice((1, 17, 20, 36, 64))) << numbers.choice((0, 15)) & 2**64 - 1
    return numbers.getrandbits(numbers.choice((0, 1, 4, 8, 20, bits)) if bits > 8 else bits) % 2**bits


def random_line(numbers, machine, names):
    """A line of numbers, by name too."""
    values, line = {}, []
    for name in names:
        if isinstance(name, int):
            line.append(name % 2**64)
            continue
        value = random_value(numbers, name, machine.variables[name].size(), values)
        if name.endswith(".count"):
            values["end"] = line[-1] + value
        line.append(value)
    return line


def program(decisions, names, variables):
    """A C program that reads lines and prints the words that terms have for them."""
    place = {name: k for k, name in enumerate(names) if isinstance(name, str)}
    keep, parts = {}, []
    for side, ends in enumerate(decisions):
        for k, (words, state) in enumerate(ends):
            printer = Printer({**place, "": keep.setdefault("", [])})
            holds = [printer.name(simple(fact)) for fact in state.facts]
            # In the order of the port, whichever side it is.
            results = [printer.name(simple(words[n])) for n in decisions[0][0][0]]
            lines = printer.lines + ["  if (!(%s)) return 0;" % " & ".join(["1", *holds])]
            lines += ["  out[%d] = %s;" % (24 * side + n, name) for n, name in enumerate(results)]
            parts.append("static int way%d_%d(const uint64_t *v, uint64_t *out)\n{\n%s\n  return 1;\n}\n"
                         % (side, k, "\n".join(lines)))
    calls = [
        "    if (%s != 1) return 2;"
        % " + ".join("way%d_%d(v, out)" % (side, k) for k in range(len(ends)))
        for side, ends in enumerate(decisions)
    ]
    body = """int main(void)
{
  static uint64_t v[%d], out[48];
  for (;;) {
    for (int i = 0; i < %d; i++)
      if (scanf("%%lu", &v[i]) != 1) return i ? 1 : 0;
%s
    for (int i = 0; i < 48; i++) printf("%%lu%%c", out[i], i == 47 ? '\\n' : ' ');
  }
}
""" % (len(names), len(names), "\n".join(calls))
    return "#include <stdint.h>\n#include <stdio.h>\n" + "".join(parts) + body


def compile_execution(port, ir, core, folder, name="execute"):
    """The program that answers with compiled code: of the very IR that is proven of."""
    objects = []
    for module in (*(ir / (x + ".ll") for x in PORT), core):
        objects.append(folder / (name + "-" + module.stem + ".o"))
        run(clang(), "-O1", "-Wno-override-module", "-fPIC", "-c", module, "-o", objects[-1])
    decide = Module(core).find(NAMES["decide"])
    driver = folder / (name + ".o")
    flags = ["-std=gnu11", "-O1", "-w", *includes(port), '-DCORE_DECIDE="%s"' % decide]
    run(clang(), *flags, "-c", HERE / "execute.c", "-o", driver)
    run(swiftc(), driver, *objects, *rest_of_port(port, folder, name), "-o", folder / name)
    return folder / name


def rest_of_port(port, folder, name):
    """What the port needs to be linked, but no decision runs."""
    objects = []
    for source in sorted(port.glob("*.c")):
        if source.stem not in PORT:
            objects.append(folder / ("%s-rest-%s.o" % (name, source.stem)))
            run(clang(), "-std=gnu11", "-O1", "-w", *includes(port), "-c", source, "-o", objects[-1])
    return objects


def answers(program_, lines):
    text = "\n".join(" ".join(map(str, line)) for line in lines) + "\n"
    result = subprocess.run([program_], input=text, capture_output=True, text=True)
    found = result.stdout.splitlines()
    if result.returncode or len(found) != len(lines):
        raise SystemExit("%s ended with %d" % (program_, result.returncode))
    return found


def test(programs, execution, folder, count, report=print):
    """Puts random inputs to terms and to compiled code. Gives how many and how many differ."""
    total = wrong = 0
    for k, shape in enumerate(SHAPES):
        machine = SmallMachine(**shape)
        names = names_of(machine)
        decisions = (
            SmallPort(programs.port, programs.place, machine).small_decision(),
            SmallCore(programs.core, machine).small_decision(),
        )
        source = folder / ("terms%d.c" % k)
        source.write_text(program(decisions, names, machine.variables))
        terms = folder / ("terms%d" % k)
        run(clang(), "-O1", "-w", source, "-o", terms)
        numbers = random.Random(k)
        lines = [random_line(numbers, machine, names) for _ in range(count // len(SHAPES))]
        for line, one, other in zip(lines, answers(terms, lines), answers(execution, lines)):
            total += 1
            if one != other:
                wrong += 1
                if wrong < 4:
                    report("  terms: %s\n  code:  %s\n  of %s" % (one, other, line))
    return total, wrong
