# SPDX-License-Identifier: MIT
#
# `make help` lists the targets.

SWIFT ?= swift
SWIFTC ?= swiftc
CC ?= cc
JOBS ?= $(shell nproc)

RELEASE := .build/release/automovable
VECTORS := $(wildcard Vectors/decisions/*.jsonl)
TRACES := $(sort $(wildcard Vectors/traces/*.jsonl))
CAPTURES := $(sort $(wildcard Vectors/live/*.jsonl))
C_PORT := $(wildcard CReference/*.c)
CORE := $(wildcard Sources/AutoMovable/*.swift)

.DEFAULT_GOAL := help
.PHONY: help setup build diff test verify replay vectors embedded check-c sanitize bench lint clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' \
	  $(MAKEFILE_LIST)

setup: ## Check that the tools are there
	@.ci/check-tools $(SWIFT) git make $(CC)

build: setup ## Build the command-line tool, optimised
	$(SWIFT) build -c release --product automovable

diff: build ## Compare the Swift core with the C port: vectors, exhaustive scopes, 10 million cases
	$(RELEASE) verify --with both $(VECTORS) $(TRACES)
	$(RELEASE) diff $(VECTORS) $(DIFF_FLAGS)

test: setup check-c embedded ## Run all tests
	$(SWIFT) test

verify: build ## Hold both implementations against the recorded decisions and traces
	$(RELEASE) verify --with both $(VECTORS) $(TRACES)

replay: build ## Replay the captures of live kernels
	$(RELEASE) replay $(CAPTURES)

vectors: build ## Write the golden vectors anew
	rm -f Vectors/decisions/live-*.jsonl Vectors/decisions/worked-*.jsonl
	$(RELEASE) vectors worked --output Vectors/decisions
	$(RELEASE) vectors live --output Vectors/decisions $(CAPTURES)

# The core must stay usable without the Swift runtime.
embedded: setup ## Compile the core as Embedded Swift
	@mkdir -p .build-embedded
	$(SWIFTC) -enable-experimental-feature Embedded -wmo -O -parse-as-library \
	  -swift-version 6 -strict-memory-safety -warnings-as-errors \
	  -Xfrontend -disable-stack-protector -Xfrontend -function-sections \
	  -module-name AutoMovable -c $(CORE) -o .build-embedded/AutoMovable.o

C_FLAGS := -std=gnu11 -O2 -Wall -Wextra -Werror -ICReference/include -ICReference
COMPILERS := $(shell command -v gcc) $(shell command -v clang)

check-c: setup ## Compile the C port with every compiler at hand, warnings as errors
	@mkdir -p .build-c
	@set -e; for compiler in $(COMPILERS); do \
	  for source in $(C_PORT); do \
	    $$compiler $(C_FLAGS) -c $$source -o .build-c/port.o; \
	  done; \
	  echo "$$compiler: no warnings in the C port"; \
	done

# Undefined behaviour and bad accesses in either implementation end the run.
sanitize: setup ## Compare 1 million cases under AddressSanitizer and UBSan
	$(SWIFT) build -c release --product automovable --scratch-path .build-sanitize \
	  --sanitize address -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=all
	.build-sanitize/release/automovable diff --cases 1000000 $(VECTORS)

bench: setup ## Measure decisions, cases and allocations
	Benchmarks/run

lint: setup ## Check the formatting of Swift sources
	$(SWIFT) format lint --strict -r --parallel Sources Tests Package.swift

clean: ## Remove what was built
	rm -rf .build .build-*

include .ci/live.mk
