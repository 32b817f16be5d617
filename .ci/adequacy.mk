# SPDX-License-Identifier: MIT
#
# How good the tests are; see docs/adequacy.md. Needs python3 and, for coverage, the
# Swift toolchain's clang.

ADEQUACY := .build-adequacy
TOOLCHAIN = $(dir $(realpath $(shell command -v $(SWIFTC))))
MUTANT_FLAGS ?=
# `--sample 10` tries every tenth mutant of histories.
HISTORY_MUTANT_FLAGS ?=

.PHONY: coverage-c coverage-swift coverage-tests mutants

# Not /usr/bin's llvm-cov: it has to be the compiler's own.
coverage-c: build ## Measure the C port's line, branch and MC/DC coverage by the golden vectors
	@mkdir -p $(ADEQUACY)
	$(TOOLCHAIN)clang -std=gnu11 -O0 -g -DASK_AGAIN -fPIC -shared -fvisibility=hidden \
	  -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc \
	  -ICReference -ICReference/include -ISources/OracleInterface/include \
	  $(C_PORT) Tests/Adequacy/port.c -o $(ADEQUACY)/port.so
	LLVM_PROFILE_FILE=$(ADEQUACY)/port.profraw \
	  $(RELEASE) verify --with $(ADEQUACY)/port.so $(VECTORS)
	$(TOOLCHAIN)llvm-profdata merge $(ADEQUACY)/port.profraw -o $(ADEQUACY)/port.profdata
	Tests/Adequacy/coverage.py $(TOOLCHAIN)llvm-cov $(ADEQUACY)/port.so \
	  $(ADEQUACY)/port.profdata

coverage-swift: build ## Measure the Swift core's region coverage by the golden vectors
	@mkdir -p $(ADEQUACY)
	$(SWIFTC) -Onone -profile-generate -profile-coverage-mapping -parse-as-library \
	  -swift-version 6 -suppress-warnings -emit-library \
	  -package-name automovable -module-name CoreMutant \
	  -ISources/OracleInterface/include $(CORE) Tests/Adequacy/core.swift \
	  -o $(ADEQUACY)/core.so
	LLVM_PROFILE_FILE=$(ADEQUACY)/core.profraw \
	  $(RELEASE) verify --with $(ADEQUACY)/core.so $(VECTORS)
	$(TOOLCHAIN)llvm-profdata merge $(ADEQUACY)/core.profraw -o $(ADEQUACY)/core.profdata
	$(TOOLCHAIN)llvm-cov report $(ADEQUACY)/core.so -instr-profile $(ADEQUACY)/core.profdata \
	  $(DECISION)

# Tests kill processes, some while they write their profile: whole profiles are merged.
coverage-tests: setup ## Measure the Swift core's region coverage by the tests
	$(SWIFT) build --build-tests --enable-code-coverage --scratch-path .build-coverage
	@rm -rf .build-coverage/profiles
	LLVM_PROFILE_FILE=$(CURDIR)/.build-coverage/profiles/%p.profraw \
	  $(SWIFT) test --skip-build --scratch-path .build-coverage
	$(TOOLCHAIN)llvm-profdata merge --failure-mode=all .build-coverage/profiles/*.profraw \
	  -o .build-coverage/tests.profdata
	$(TOOLCHAIN)llvm-cov report .build-coverage/debug/automovablePackageTests.xctest \
	  -instr-profile .build-coverage/tests.profdata Sources/AutoMovable

# What a decision is made of.
DECISION := $(patsubst %,Sources/AutoMovable/Decision/%.swift,Policy+Decision Policy+Choice \
  OnlineDecision+Settling RatioQuestion RatioTest RatioTarget GroupStatistics ZoneStatistics \
  UnitContents) \
  $(patsubst %,Sources/AutoMovable/State/%.swift,Zone PageRange SectionRun Span+Search)

mutants: build ## Plant mistakes in both implementations, one at a time, and see what finds them
	Tests/Adequacy/mutants.py --language c --tool $(RELEASE) $(MUTANT_FLAGS) $(VECTORS)
	Tests/Adequacy/mutants.py --language swift --tool $(RELEASE) $(MUTANT_FLAGS) $(VECTORS)
	$(SWIFT) build --product automovable
	Tests/Adequacy/captures.py $(CAPTURES)
	Tests/Adequacy/histories.py $(HISTORY_MUTANT_FLAGS) --output $(ADEQUACY)/histories.json
