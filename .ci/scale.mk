# SPDX-License-Identifier: MIT
#
# Runs larger than one machine, and longer than a night; see docs/scale.md.

SCALE_CASES ?= 20000000
SOAK_SECONDS ?= 900
SOAK_SEED ?= 1

.PHONY: scale soak sbom fuzz-targets

scale: build ## Make a run in parts by GNU parallel and Slurm, kill some, and compare the sum
	.ci/scale $(RELEASE) $(SCALE_CASES)

soak: build ## Run decisions and histories for SOAK_SECONDS each, and look at memory and rate
	.ci/soak $(RELEASE) $(SOAK_SECONDS) $(SOAK_SEED)

sbom: setup ## Write and check what the tool is made of, with versions and licences, as SPDX
	$(SWIFT) package resolve
	SWIFT='$(SWIFT)' .ci/sbom out/automovable.spdx.json
	@if command -v pyspdxtools >/dev/null; then pyspdxtools -i out/automovable.spdx.json; \
	  else .ci/not-run 'the SBOM, by a validator' 'no pyspdxtools (pip install spdx-tools)'; fi

# What OSS-Fuzz, ClusterFuzz and ClusterFuzzLite do, but for their container.
fuzz-targets: setup ## Build the fuzz targets as OSS-Fuzz does, and run each once
	OUT=.build-fuzz/out Tests/Fuzzing/build.sh
	@set -e; for fuzzer in $(FUZZERS); do \
	  test -s .build-fuzz/out/$${fuzzer}_seed_corpus.zip; \
	  SWIFT_BACKTRACE=enable=no .build-fuzz/out/$$fuzzer -runs=1000 2>&1 | tail -n 1; \
	done
