# SPDX-License-Identifier: MIT
#
# The core on machines without the Swift runtime; C_INTERFACE is in install.mk.

EMBEDDED := .build-embedded
RECORDS := $(EMBEDDED)/golden.records

.PHONY: embedded cross golden-library records wasm

# Built for debugging, as the tests build it.
records: setup
	@$(SWIFT) build --product automovable
	@mkdir -p $(EMBEDDED)
	@.build/debug/automovable vectors records --output $(RECORDS) $(VECTORS)

# The core must stay usable without the Swift runtime, and decisions must not
# allocate.
embedded: records ## Compile the core as Embedded Swift for bare machines, and decide the golden vectors there
	@SWIFTC='$(SWIFTC)' CC='$(CC)' .ci/embedded $(EMBEDDED) $(RECORDS) $(CORE) $(C_INTERFACE)

wasm: embedded ## Link the core into WebAssembly, and decide the golden vectors in wasmkit and Chromium
	@SWIFTC='$(SWIFTC)' .ci/wasm $(EMBEDDED)

golden-library: library records ## Decide the golden vectors with the C library, on arrays and by models
	@for way in WALK MODEL; do \
	  $(CC) -std=c11 -O2 -Wall -Wextra -Werror -DGOLDEN_$$way -ISources/CAutoMovable/include \
	    Tests/Embedded/golden.c Tests/Embedded/host_libc.c $(LIBRARY)/libautomovable.a \
	    -o $(EMBEDDED)/golden-library && \
	  printf 'libautomovable.a, %s: ' $$way && \
	  $(EMBEDDED)/golden-library <$(RECORDS) || exit 1; \
	done

cross: records ## Build the C library for Linux on aarch64 and riscv64, the C port on s390x too, and run them under QEMU
	@SWIFTC='$(SWIFTC)' .ci/cross $(LIBRARY) $(RECORDS) $(CORE) $(C_INTERFACE)
