# SPDX-License-Identifier: MIT
#
# What is proven of all inputs; see docs/proof.md. Needs python3 with venv, and the solvers
# from PyPI that Tests/Proof/requirements.txt names. `prove-kernel` takes KERNEL_SRC and
# KERNEL_TOOL; see kernel.mk.

PROOF := .build-proof
SOLVERS := $(PROOF)/venv/.installed

.PHONY: prove prove-all prove-kernel prove-mutants solvers

solvers: $(SOLVERS) ## Install the solvers that proofs need, once, from PyPI

$(SOLVERS): Tests/Proof/requirements.txt
	@mkdir -p $(PROOF)
	python3 -m venv $(PROOF)/venv
	$(PROOF)/venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

prove: setup $(SOLVERS) ## Prove that the Swift core and the C port decide alike, and refute planted mistakes
	SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove.py $(PROOF_FLAGS)

prove-all: setup $(SOLVERS) ## As `prove`, everything anew and with two solvers
	SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove.py --all $(PROOF_FLAGS)

prove-kernel: $(if $(filter $(RELEASE),$(KERNEL_TOOL)),build) $(SOLVERS) \
  $(if $(KERNEL_SRC),,$(KERNEL_TARBALL)) ## Prove that the C port decides as a kernel tree's own functions
	SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove_kernel.py --tool $(KERNEL_TOOL) \
	  --mistakes --source $(or $(KERNEL_SRC),$(KERNEL_TARBALL)) $(PROOF_FLAGS)

# Hours: SHARD=3/10 takes every tenth, from the third on.
prove-mutants: SHARD ?= 1/1
prove-mutants: build $(SOLVERS) ## Put the mutants of `make mutants` to the proof
	@status=0; for language in c swift; do \
	  SWIFTC='$(SWIFTC)' $(PROOF)/venv/bin/python -B Tests/Proof/prove_mutants.py \
	    --language $$language --shard $(SHARD) $(PROOF_FLAGS) || status=1; \
	  $(RELEASE) evaluate --with both \
	    $(PROOF)/mutants/$$language/$(subst /,-of-,$(SHARD))/vectors.jsonl >/dev/null || status=1; \
	done; exit $$status
