# SPDX-License-Identifier: MIT
#
# Captures from a real kernel. Needs qemu-system-x86 and busybox-static, and apt
# to fetch the kernel; see docs/live.md.

LIVE_KERNEL ?= .build-live/kernel
LIVE_FLAGS ?=
OUTPUT ?= out/live

.PHONY: live live-tools

live: live-tools build $(LIVE_KERNEL) ## Capture what a real kernel does under QEMU (not part of test)
	$(RELEASE) live --kernel $(LIVE_KERNEL) --output $(OUTPUT) $(LIVE_FLAGS)
	$(RELEASE) replay $(OUTPUT)/*.jsonl

live-tools:
	@command -v qemu-system-x86_64 >/dev/null || \
	  { echo "live: no qemu-system-x86_64: apt-get install qemu-system-x86" >&2; exit 69; }
	@test -r /bin/busybox || \
	  { echo "live: no /bin/busybox: apt-get install busybox-static" >&2; exit 69; }

$(LIVE_KERNEL):
	.ci/fetch-kernel $@ $(LIVE_PACKAGE)
