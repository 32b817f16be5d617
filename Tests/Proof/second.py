# SPDX-License-Identifier: MIT
"""The second solver: bitwuzla reads what z3 is asked, as SMT-LIB text."""

import re
import tempfile

import bitwuzla
import z3

RESULTS = {bitwuzla.Result.UNSAT: z3.unsat, bitwuzla.Result.SAT: z3.sat}


def check(assertions, seconds):
    """Whether assertions exclude each other, as z3's solvers say it; unknown if that isn't
    found out in so many seconds."""
    solver = z3.Solver()
    solver.add(*assertions)
    lines = [x for x in solver.to_smt2().splitlines() if not x.startswith(("(set-info", "(check"))]
    # What z3 calls divisions by what isn't 0, or else as SMT-LIB says, has no name there.
    text = re.sub(r"\b(bv[su](?:div|rem|mod))_i\b", r"\1", "\n".join(lines))
    with tempfile.NamedTemporaryFile("w", suffix=".smt2") as file:
        file.write("(set-logic QF_UFBV)\n%s\n" % text)
        file.flush()
        terms = bitwuzla.TermManager()
        options = bitwuzla.Options()
        options.set(bitwuzla.Option.TIME_LIMIT_PER, 1000 * seconds)
        parser = bitwuzla.Parser(terms, options)
        parser.parse(file.name, False, True)
        return RESULTS.get(parser.bitwuzla().check_sat(), z3.unknown)
