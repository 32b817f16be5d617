# SPDX-License-Identifier: MIT
#
# `make help` lists the targets.

SWIFT ?= swift
SWIFTC ?= swiftc
CC ?= cc

RELEASE := .build/release/automovable
VECTORS := $(wildcard Vectors/decisions/*.jsonl)
TRACES := $(sort $(wildcard Vectors/traces/*.jsonl))
CAPTURES := $(sort $(wildcard Vectors/live/*.jsonl))
C_PORT := $(wildcard CReference/*.c)
CORE := $(wildcard Sources/AutoMovable/*/*.swift)

.DEFAULT_GOAL := help
.PHONY: api-changes help setup build diff diff-totals test verify replay vectors docs check-c sanitize fuzz bench lint clean

help: ## List the targets
	@awk -F ':.*## ' '{ while (sub(/\\$$/, "") && (getline rest) > 0) $$0 = $$0 rest } \
	  /^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Check that the tools are there
	@.ci/check-tools $(SWIFT) git make $(CC)

# Swift's libraries are part of the tool, and it looks for others nowhere but where the
# system does: it can be copied to a machine without Swift.
TOOL_FLAGS := --static-swift-stdlib --disable-local-rpath -Xlinker --build-id=sha1

build: setup ## Build the command-line tool, optimised
	$(SWIFT) build -c release --product automovable $(TOOL_FLAGS)
	@.ci/check-standalone $(RELEASE)
	@.ci/tool $(RELEASE) $(TOOL) $(MANUAL)

diff: build ## Compare the Swift core with the C port: vectors, exhaustive scopes, 10 million cases, 100,000 histories, all states of small machines
	$(RELEASE) diff $(VECTORS) $(DIFF_FLAGS)
	$(RELEASE) diff --model histories $(HISTORY_FLAGS)
	$(RELEASE) explore --scope texts
	$(RELEASE) explore --scope refusals
	$(RELEASE) explore --scope nodes
	$(RELEASE) explore --scope units
	$(RELEASE) verify --with both $(VECTORS) $(TRACES)

diff-totals: build ## Compare the running totals with the C port, as `diff` compares the walk
	$(RELEASE) verify --with totals $(VECTORS) $(TRACES)
	$(RELEASE) diff --of totals --against c $(VECTORS) $(DIFF_FLAGS)
	$(RELEASE) diff --of totals --against c --model histories $(HISTORY_FLAGS)

# What is not run because a program is missing is said again at the end; see .ci/not-run.
test: export AUTOMOVABLE_NOT_RUN := $(CURDIR)/.build-test/not-run
test: setup ## Run all tests, and say what was not run
	@mkdir -p .build-test && : >$$AUTOMOVABLE_NOT_RUN
	@$(MAKE) --no-print-directory lint check-c embedded wasm check-page golden-library cross docs
	@test -e $(KERNEL_TARBALL) || \
	  .ci/not-run 'tests with a genuine kernel' 'no kernel tree (make kernel-source)'
	@test -x /bin/busybox || .ci/not-run "what the guest's shell writes" 'no busybox-static'
	$(SWIFT) test
	@$(MAKE) --no-print-directory check-plan-library check-port-example \
	  examples sanitize-threads
	@echo "test: passed$$(sed '1s/^/, but for:\n/' $$AUTOMOVABLE_NOT_RUN)"

verify: build ## Compare both implementations with the recorded decisions and traces
	$(RELEASE) verify --with both $(VECTORS) $(TRACES)

replay: build ## Replay the captures of live kernels
	$(RELEASE) replay $(CAPTURES)

vectors: build ## Rewrite the golden vectors of the captures
	rm -f Vectors/decisions/live-*.jsonl
	$(RELEASE) vectors live --output Vectors/decisions $(CAPTURES)

docs: setup ## Build the documentation of the core, warnings as errors
	@SWIFTC='$(SWIFTC)' .ci/docs .build-docs $(CORE)

# The last release, or any other tag or commit.
BASE ?= $(shell git describe --tags --abbrev=0 2>/dev/null)

api-changes: setup ## List what breaks Swift code that was written for BASE, the last release
	@test -n '$(BASE)' || { echo 'api-changes: no release yet; expected BASE=REVISION' >&2; exit 64; }
	$(SWIFT) package --scratch-path .build-api diagnose-api-breaking-changes '$(BASE)' \
	  --products AutoMovable --breakage-allowlist-path .ci/api-changes

C_FLAGS := -std=gnu11 -O2 -Wall -Wextra -Werror -ICReference/include -ICReference

check-c: setup ## Compile the C port with gcc and clang, warnings as errors
	@mkdir -p .build-c
	@set -e; for compiler in gcc clang; do \
	  command -v $$compiler >/dev/null || \
	    { .ci/not-run "the C port, read by $$compiler" "no $$compiler"; continue; }; \
	  for source in $(C_PORT); do \
	    $$compiler $(C_FLAGS) -c $$source -o .build-c/port.o; \
	  done; \
	  echo "$$compiler: no warnings in the C port"; \
	done

# Undefined behaviour and bad accesses in either implementation end the run.
sanitize: setup ## Compare 1 million cases and 10,000 histories under AddressSanitizer and UBSan
	$(SWIFT) build -c release --product automovable --scratch-path .build-sanitize \
	  --sanitize address -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=all
	.build-sanitize/release/automovable diff --cases 1000000 $(VECTORS)
	.build-sanitize/release/automovable verify --with both $(TRACES)
	.build-sanitize/release/automovable diff --model histories --cases 10000

FUZZ_TIME ?= 60
FUZZERS := trace_fuzzer line_fuzzer

# A cached manifest doesn't know of files that came or went in the package above.
# With Swift's own backtraces no crash file would be written.
fuzz: setup ## Fuzz the histories and the readers of files, FUZZ_TIME seconds each
	$(SWIFT) build -c release --sanitize fuzzer --package-path Tests/Fuzzing \
	  --scratch-path .build-fuzz --disable-build-manifest-caching
	@set -e; for fuzzer in $(FUZZERS); do \
	  corpus=.build-fuzz/corpus/$$fuzzer; mkdir -p $$corpus; \
	  dictionary=$$(ls Tests/Fuzzing/$$fuzzer.dict 2>/dev/null || true); \
	  echo "$$fuzzer: $(FUZZ_TIME) seconds"; \
	  SWIFT_BACKTRACE=enable=no .build-fuzz/release/$$fuzzer -verbosity=1 \
	    -max_total_time=$(FUZZ_TIME) -print_final_stats=1 \
	    $$(sed -n 's/^max_len = /-max_len=/p' Tests/Fuzzing/$$fuzzer.options) \
	    $${dictionary:+-dict=$$dictionary} -artifact_prefix=.build-fuzz/$$fuzzer- \
	    $$corpus Vectors/corpus/$$fuzzer; \
	done

bench: setup ## Measure decisions, cases and allocations
	Benchmarks/run

# shellcheck doesn't know busybox's shell, which the guest has.
SCRIPTS = $(shell grep -lsE '^\#!/bin/(ba)?sh$$' .ci/* Benchmarks/* Examples/scale/* Tests/Fuzzing/* Tests/Proof/*)

lint: setup check-links ## Check the formatting of the Swift sources, the shell scripts and the documents' links
	$(SWIFT) format lint --strict -r --parallel Sources Tests Benchmarks/Sources Examples Package.swift
	@if command -v shellcheck >/dev/null; then shellcheck -x -S warning $(SCRIPTS); \
	  else .ci/not-run 'shell scripts' 'no shellcheck (apt-get install shellcheck)'; fi

clean: ## Remove what was built
	rm -rf .build .build-* out/page.html

include .ci/adequacy.mk
include .ci/embedded.mk
include .ci/install.mk
include .ci/kernel.mk
include .ci/live.mk
include .ci/package.mk
include .ci/pages.mk
include .ci/plan.mk
include .ci/port.mk
include .ci/proof.mk
include .ci/scale.mk
