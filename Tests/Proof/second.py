# SPDX-License-Identifier: MIT
"""A second opinion: bitwuzla reads what z3 was asked, as SMT-LIB text."""

import tempfile

import bitwuzla
import z3


def opinion(assertions, seconds):
    """Whether bitwuzla finds the same, that assertions exclude each other: "agrees",
    "disagrees", or "unknown" if it hasn't found out in so many seconds."""
    solver = z3.Solver()
    solver.add(*assertions)
    lines = [x for x in solver.to_smt2().splitlines() if not x.startswith(("(set-info", "(check"))]
    with tempfile.NamedTemporaryFile("w", suffix=".smt2") as file:
        file.write("(set-logic QF_UFBV)\n%s\n" % "\n".join(lines))
        file.flush()
        terms = bitwuzla.TermManager()
        options = bitwuzla.Options()
        options.set(bitwuzla.Option.TIME_LIMIT_PER, 1000 * seconds)
        parser = bitwuzla.Parser(terms, options)
        parser.parse(file.name, False, True)
        result = parser.bitwuzla().check_sat()
    if result == bitwuzla.Result.UNSAT:
        return "agrees"
    return "disagrees" if result == bitwuzla.Result.SAT else "unknown"
