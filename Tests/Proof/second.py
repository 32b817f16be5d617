# SPDX-License-Identifier: MIT
"""A second opinion: bitwuzla reads what z3 was asked, as SMT-LIB text."""

import tempfile

import bitwuzla
import z3


def is_refuted(assertions):
    """Whether bitwuzla finds the same: that assertions exclude each other."""
    solver = z3.Solver()
    solver.add(*assertions)
    lines = [x for x in solver.to_smt2().splitlines() if not x.startswith(("(set-info", "(check"))]
    with tempfile.NamedTemporaryFile("w", suffix=".smt2") as file:
        file.write("(set-logic QF_UFBV)\n%s\n" % "\n".join(lines))
        file.flush()
        terms = bitwuzla.TermManager()
        options = bitwuzla.Options()
        options.set(bitwuzla.Option.TIME_LIMIT_PER, 600_000)
        parser = bitwuzla.Parser(terms, options)
        parser.parse(file.name, False, True)
        return parser.bitwuzla().check_sat() == bitwuzla.Result.UNSAT
