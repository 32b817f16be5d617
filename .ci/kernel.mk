# SPDX-License-Identifier: MIT
#
# A kernel's own code as the judge; see docs/kernel.md. Needs a C compiler, and apt to
# fetch the kernel unless KERNEL_SRC names a tree.

# A folder or a tarball; by default Debian's package is fetched.
KERNEL_SRC ?=
KERNEL_PACKAGE ?= linux-source-6.1
KERNEL_TOOL ?= $(RELEASE)
KERNEL_LIBRARY ?= .build-kernel/kernel.so
KERNEL_FLAGS ?=
KERNEL_HISTORY_FLAGS ?=

KERNEL_TARBALL := .build-kernel/$(KERNEL_PACKAGE)/usr/src/$(KERNEL_PACKAGE).tar.xz

.PHONY: kernel kernel-geometries kernel-library kernel-patches kernel-source

kernel: kernel-library ## Compare both implementations with a kernel's own functions
	$(KERNEL_TOOL) verify --with $(KERNEL_LIBRARY) $(VECTORS)
	.ci/findings .build-kernel/findings
	$(KERNEL_TOOL) verify --with $(KERNEL_LIBRARY) .build-kernel/findings/*.jsonl
	$(KERNEL_TOOL) diff --of swift --against $(KERNEL_LIBRARY) $(KERNEL_FLAGS)
	$(KERNEL_TOOL) diff --of c --against $(KERNEL_LIBRARY) $(KERNEL_FLAGS)
	$(KERNEL_TOOL) diff --model histories --of swift --against $(KERNEL_LIBRARY) \
	  $(KERNEL_HISTORY_FLAGS)
	$(KERNEL_TOOL) diff --model histories --of c --against $(KERNEL_LIBRARY) \
	  $(KERNEL_HISTORY_FLAGS)

kernel-library: $(if $(filter $(RELEASE),$(KERNEL_TOOL)),build) \
  $(if $(KERNEL_SRC),,$(KERNEL_TARBALL))
	@mkdir -p $(dir $(KERNEL_LIBRARY))
	$(KERNEL_TOOL) kernel build --output $(KERNEL_LIBRARY) --source \
	  $(or $(KERNEL_SRC),$(KERNEL_TARBALL))

# Minutes: GEOMETRY names one of Tests/KernelConfigurations.
kernel-geometries: $(if $(filter $(RELEASE),$(KERNEL_TOOL)),build) \
  $(if $(KERNEL_SRC),,$(KERNEL_TARBALL)) ## Compare both implementations with a kernel's own code for other architectures
	.ci/kernel-geometries $(KERNEL_TOOL) $(or $(KERNEL_SRC),$(KERNEL_TARBALL)) $(GEOMETRY)

# Half an hour: each patch makes a library of its own. PATCH names one of them.
kernel-patches: $(if $(filter $(RELEASE),$(KERNEL_TOOL)),build) \
  $(if $(KERNEL_SRC),,$(KERNEL_TARBALL)) ## Try patches of all kinds on a kernel tree
	.ci/kernel-patches $(KERNEL_TOOL) $(or $(KERNEL_SRC),$(KERNEL_TARBALL)) \
	  $(if $(PATCH),'$(PATCH)')

kernel-source: $(KERNEL_TARBALL) ## Fetch and unpack the kernel source that tests compare with

$(KERNEL_TARBALL):
	.ci/fetch-kernel .build-kernel/$(KERNEL_PACKAGE) $(KERNEL_PACKAGE)
