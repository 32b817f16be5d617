# SPDX-License-Identifier: MIT
"""Puts both libraries into the wheel: those of the folders in AUTOMOVABLE_LIB_DIR, or
those that `make` builds in the sources around this folder."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:  # setuptools before 70.1
    from wheel.bdist_wheel import bdist_wheel

LIBRARIES = ("libautomovable.so.1", "libautomovable-plan.so.1")
SOURCES = Path(__file__).resolve().parents[2]


def folders():
    """Where the libraries are, which are built if nobody says where."""
    if given := os.environ.get("AUTOMOVABLE_LIB_DIR"):
        return [Path(folder) for folder in given.split(os.pathsep)]
    if not (SOURCES / ".ci/build-library").exists():
        raise SystemExit("expected AUTOMOVABLE_LIB_DIR, the folders of "
                         + " and ".join(LIBRARIES) + ", or automovable's sources around this")
    subprocess.run(["make", "-C", SOURCES, "library", "plan-library"], check=True)
    return [SOURCES / ".build-library", SOURCES / ".build-library/plan"]


class WithLibraries(build_py):
    def run(self):
        super().run()
        searched = folders()
        for name in LIBRARIES:
            found = next((folder / name for folder in searched if (folder / name).exists()), None)
            if found is None:
                raise SystemExit(f"expected {name} in one of: " + ", ".join(map(str, searched)))
            target = Path(self.build_lib, "automovable", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, target)


class PlatformWheel(bdist_wheel):
    """A wheel for one kind of machine, and for every Python: nothing is compiled for it."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


# As all that is built here, this is kept out of the sources.
Path(".build-python").mkdir(exist_ok=True)
code = (Path(__file__).parent / "src/automovable/__init__.py").read_text()
setup(
    version=re.search(r'__version__ = "([^"]+)"', code)[1],
    options={"build": {"build_base": ".build-python"}, "egg_info": {"egg_base": ".build-python"}},
    cmdclass={"build_py": WithLibraries, "bdist_wheel": PlatformWheel},
)
