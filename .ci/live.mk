# SPDX-License-Identifier: MIT
#
# Captures from a real kernel. Needs qemu-system-x86 and busybox-static; and apt to
# fetch the kernel, or what builds one from KERNEL_SRC. See docs/live.md.

# A package of Debian's, or what is built of KERNEL_SRC: a tree or a tarball.
LIVE_KERNEL ?= $(if $(KERNEL_SRC),.build-live/custom/build,.build-live/kernel)
LIVE_CONFIG ?=
LIVE_FLAGS ?=
# The captures of another kernel, to compare with in place of the core and the port.
LIVE_AGAINST ?=
OUTPUT ?= out/live

.PHONY: live live-tool live-tools live-kernel

live: live-tools build live-kernel ## Capture what a real kernel does under QEMU (not part of test)
	$(RELEASE) live --kernel $(LIVE_KERNEL) --output $(OUTPUT) $(LIVE_FLAGS)
	$(RELEASE) replay $(if $(LIVE_AGAINST),--against '$(LIVE_AGAINST)') $(OUTPUT)/*.jsonl

# What the tool says inside of guests, against what probes saw there.
LIVE_TOOL_SCENARIOS ?= s6_mix_dimm_vm s7c_params_changed_at_runtime s13_auto_online_blocks_offline

live-tool: live-tools build live-kernel ## Run the tool inside of guests, and compare with what probes see (not part of test)
	.ci/live/guest-folder $(RELEASE) .build-live/guest
	$(RELEASE) live --kernel $(LIVE_KERNEL) --output $(OUTPUT)/tool --guest .build-live/guest \
	  $(LIVE_TOOL_SCENARIOS:%=--only %) $(LIVE_FLAGS)
	.ci/live/check-guest $(LIVE_TOOL_SCENARIOS:%=$(OUTPUT)/tool/%.jsonl)
	$(RELEASE) replay $(LIVE_TOOL_SCENARIOS:%=$(OUTPUT)/tool/%.guest/record.jsonl)

live-tools:
	@command -v qemu-system-x86_64 >/dev/null || \
	  { echo "live: no qemu-system-x86_64: apt-get install qemu-system-x86" >&2; exit 69; }
	@test -r /bin/busybox || \
	  { echo "live: no /bin/busybox: apt-get install busybox-static" >&2; exit 69; }

# A built kernel is brought up to date each time: the tree may have changed.
live-kernel: $(if $(KERNEL_SRC),,$(LIVE_KERNEL))
	$(if $(KERNEL_SRC),@.ci/build-live-kernel '$(KERNEL_SRC)' .build-live/custom $(LIVE_CONFIG))

.build-live/kernel:
	.ci/fetch-kernel $@ $(LIVE_PACKAGE)
