# SPDX-License-Identifier: MIT
#
# The C port beside a kernel tree; see CReference/README.md. Needs python3, and what
# kernel.mk needs to fetch a tree unless KERNEL_SRC names one.

# One function only.
FUNCTION ?=

.PHONY: check-port-example port-diff

port-diff: $(if $(KERNEL_SRC),,.build-kernel/$(KERNEL_PACKAGE)) ## Print the C port's functions beside a kernel tree's
	@.ci/port-diff $(or $(KERNEL_SRC),.build-kernel/$(KERNEL_PACKAGE)/usr/src/$(KERNEL_PACKAGE).tar.xz) $(FUNCTION)

check-port-example: setup ## Compare the example's port with the C port, with and without its mistake
	$(SWIFT) build --product ComparePort
	@.build/debug/ComparePort | diff Examples/port/agrees.txt -
	@.build/debug/ComparePort --mistake | diff Examples/port/mistake.txt -
