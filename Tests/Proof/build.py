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
# The scripts that no theorem depends on.
TESTS = ("kernel.py", "mutants.py", "printed.py", "prove.py", "prove_kernel.py", "second.py", "small.py")
TESTS += ("translation.py",)
C_FLAGS = ["-std=gnu11", "-O2", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops"]
SWIFT_FLAGS = [
    *("-wmo", "-O", "-parse-as-library", "-swift-version", "6"),
    *("-package-name", "automovable", "-module-name", "AutoMovable"),
    *("-Xllvm", "-vectorize-loops=false", "-Xllvm", "-vectorize-slp=false"),
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


def compile_core(core, folder):
    """The core's module.

    The ratio test, which the release build has in its callers, is a function of its own,
    so that a theorem can be about it: in a closure, the weaker attribute isn't kept to.
    """
    copies = folder / "core"
    shutil.rmtree(copies, ignore_errors=True)
    sources = []
    for source in sorted(core.glob("*/*.swift")):
        copy = copies / source.parent.name / source.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.read_text().replace("@_transparent", "@inline(__always)"))
        sources.append(copy)
    run(swiftc(), *SWIFT_FLAGS, "-emit-ir", *sources, "-o", folder / "core.ll")
    return Module(folder / "core.ll")


class Programs:
    """Both implementations."""

    def __init__(self, port, place, core):
        self.port, self.place, self.core = port, place, core

    @classmethod
    def compiled(cls, folder):
        port, place = compile_port(ROOT / "CReference", folder)
        return cls(port, place, compile_core(ROOT / "Sources" / "AutoMovable", folder))

    def digest(self, *names, with_tests=False):
        """A number for what functions are, with all that they may call, and these scripts."""
        digest = hashlib.sha256(repr(sorted(self.place.items())).encode())
        for module in (*self.port, self.core):
            for name in sorted(self.reachable(module, names)):
                digest.update("\n".join(module.text[name]).encode())
        for script in sorted([*HERE.glob("*.py"), HERE / "requirements.txt"]):
            if with_tests or script.name not in TESTS:
                digest.update(script.read_bytes())
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
