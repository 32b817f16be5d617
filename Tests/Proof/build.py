# SPDX-License-Identifier: MIT
"""Compiles both implementations to LLVM IR, as the release build does.

Loops aren't vectorised or unrolled: that only multiplies code that says the same.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from ir import Module

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORT = ("memory_hotplug", "sparse")
# What all theorems depend on, besides the IR; a theorem names what else it does.
SCRIPTS = ("core", "execution", "flow", "instructions", "ir", "machine", "memory", "port")
SCRIPTS += ("second", "solver", "terms", "theorems", "told")
# Functions that stay out of their callers, so that a theorem can be about them.
APART = (
    "private func lowestOnlinePFN(",
    "private func highestOnlinePFN(",
    "private mutating func account(",
    "func firstIndex(endingAfter",
    "mutating func removePart(",
)
C_FLAGS = ["-std=gnu11", "-O2", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops"]
SWIFT_FLAGS = [
    *("-wmo", "-O", "-parse-as-library", "-swift-version", "6"),
    *("-package-name", "automovable", "-module-name", "AutoMovable"),
    *("-Xllvm", "-vectorize-loops=false", "-Xllvm", "-vectorize-slp=false"),
    *("-Xllvm", "-unroll-runtime=false"),
]


def swiftc():
    return os.environ.get("SWIFTC", "swiftc")


def clang():
    """The C compiler beside Swift's, which the release build takes."""
    beside = Path(os.path.realpath(shutil.which(swiftc()) or swiftc())).with_name("clang")
    return str(beside) if beside.exists() else "clang"


def run(*command):
    subprocess.run([str(x) for x in command], check=True)


def includes(port):
    return ["-I%s" % port, "-I%s" % (port / "include")]


def compile_port(port, folder):
    """The port's modules, and where its structures have their fields."""
    folder.mkdir(parents=True, exist_ok=True)
    flags = [*C_FLAGS, *includes(port)]
    for name in PORT:
        run(clang(), *flags, "-S", "-emit-llvm", port / (name + ".c"), "-o", folder / (name + ".ll"))
    run(clang(), *flags, HERE / "layout.c", "-o", folder / "layout")
    lines = subprocess.check_output([folder / "layout"], text=True).splitlines()
    place = {name: int(offset) for name, offset in (line.rsplit(" ", 1) for line in lines)}
    return [Module(folder / (name + ".ll")) for name in PORT], place


def compile_steps(port, folder):
    """The modules with the steps of the port's histories."""
    flags, sources = [*C_FLAGS, *includes(port)], (HERE / "steps.c", port / "mm_init.c")
    for source in sources:
        run(clang(), *flags, "-S", "-emit-llvm", source, "-o", folder / (source.stem + ".ll"))
    return [Module(folder / (source.stem + ".ll")) for source in sources]


def compile_core(core, folder):
    """The core's module.

    The ratio test, which the release build has in its callers, is a function of its own,
    so that a theorem can be about it: in a closure, the weaker attribute isn't kept to.
    """
    copies = folder / "core"
    shutil.rmtree(copies, ignore_errors=True)
    sources, apart = [], 0
    for source in sorted(core.glob("*/*.swift")):
        copy = copies / source.parent.name / source.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text().replace("@_transparent", "@inline(__always)")
        for start in APART:
            apart += text.count(start)
            text = text.replace(start, "@inline(never) " + start)
        copy.write_text(text)
        sources.append(copy)
    if apart != len(APART):
        raise SystemExit("functions of the core that are to be apart have other names")
    run(swiftc(), *SWIFT_FLAGS, "-emit-ir", *sources, "-o", folder / "core.ll")
    return Module(folder / "core.ll")


class Programs:
    """Both implementations."""

    def __init__(self, port, place, core, steps=()):
        self.port, self.place, self.core, self.steps = port, place, core, steps

    @classmethod
    def compiled(cls, folder):
        port, place = compile_port(ROOT / "CReference", folder)
        core = compile_core(ROOT / "Sources" / "AutoMovable", folder)
        return cls(port, place, core, compile_steps(ROOT / "CReference", folder))

    def digest(self, names, scripts=()):
        """A number for what functions are, with all that they may call, and these scripts."""
        digest = hashlib.sha256(repr(sorted(self.place.items())).encode())
        for module in (*self.port, self.core, *self.steps):
            for name in sorted(self.reachable(module, names)):
                digest.update("\n".join(module.text[name]).encode())
        for script in sorted({*SCRIPTS, *scripts}):
            digest.update((HERE / (script + ".py")).read_bytes())
        digest.update((HERE / "requirements.txt").read_bytes())
        return digest.hexdigest()

    def reachable(self, module, names):
        found, todo = set(), [n for n in names if n in module.text]
        while todo:
            name = todo.pop()
            if name in found:
                continue
            found.add(name)
            text = "\n".join(module.text[name][1:])
            todo += [other for other in module.text if other not in found and "@" + other in text
                     or '@"%s"' % other in text]
        return found
