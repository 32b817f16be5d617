# SPDX-License-Identifier: MIT
#
# What is proven of all inputs; see docs/proof.md. Needs python3 with venv, and the solvers
# from PyPI that Tests/Proof/requirements.txt names.

PROOF := .build-proof
SOLVERS := $(PROOF)/venv/.installed

.PHONY: prove prove-all

$(SOLVERS): Tests/Proof/requirements.txt
	@mkdir -p $(PROOF)
	python3 -m venv $(PROOF)/venv
	$(PROOF)/venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

prove: setup $(SOLVERS) ## Prove that the Swift core and the C port decide alike, and refute planted mistakes
	SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove.py $(PROOF_FLAGS)

prove-all: setup $(SOLVERS) ## As `prove`, everything anew and with two solvers
	SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove.py --all $(PROOF_FLAGS)
