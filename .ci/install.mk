# SPDX-License-Identifier: MIT
#
# The core as a C library, and its installation; see docs/library.md.
# DESTDIR goes before all paths and into none of the files.

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d
DESTDIR ?=
INSTALL ?= install
INSTALL_PROGRAM ?= $(INSTALL)

PLACES := PREFIX BINDIR LIBDIR INCLUDEDIR MANDIR BASHCOMPDIR ZSHCOMPDIR FISHCOMPDIR

LIBRARY := .build-library
C_INTERFACE := $(wildcard Sources/AutoMovableC/*.swift)
HEADER := Sources/CAutoMovable/include/automovable.h
ABI := $(shell sed -n 's/^\#define AUTOMOVABLE_ABI //p' $(HEADER))
version_part = $(shell sed -n 's/^\#define AUTOMOVABLE_VERSION_$(1) //p' $(HEADER))
MAJOR := $(call version_part,MAJOR)
MINOR := $(call version_part,MINOR)
VERSION := $(MAJOR).$(MINOR).$(call version_part,PATCH)

.PHONY: library check-library check-tool sanitize-threads examples
.PHONY: install install-library install-tool install-strip uninstall check-places

library: $(LIBRARY)/libautomovable.so.$(ABI) ## Build the core as a C library, static and shared

$(LIBRARY)/libautomovable.so.$(ABI): $(CORE) $(C_INTERFACE) .ci/build-library \
  .ci/library-steps \
  .ci/install/automovable.map $(wildcard Sources/CAutoMovable/* Sources/CAutoMovable/include/*)
	@SWIFTC='$(SWIFTC)' CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' DEBUG='$(DEBUG)' \
	  .ci/build-library '$(LIBRARY)' $(CORE) $(C_INTERFACE)
	@echo "$(LIBRARY): libautomovable.a and libautomovable.so.$(ABI)"

check-library: library check-versions ## Compare the C library with the list of what programs rely on, and misuse it
	@.ci/check-abi $(LIBRARY)/libautomovable.so.$(ABI)
	@CC='$(CC)' .ci/check-interface $(LIBRARY)
	@SWIFTC='$(SWIFTC)' CC='$(CC)' .ci/check-linking $(LIBRARY) $(CORE) $(C_INTERFACE)
	@.ci/check-atomics $(LIBRARY)/libautomovable.so.$(ABI) \
	  automovable_model_can_online_movable automovable_model_zone_for_pfn_range

# Swift and C are both compiled for the sanitizer.
sanitize-threads: setup ## Decide from several threads under ThreadSanitizer, with a race that it must catch
	@SWIFTC='$(SWIFTC)' CC='$(CC)' SANITIZE=thread \
	  .ci/build-library $(LIBRARY)-threads $(CORE) $(C_INTERFACE)
	@SWIFTC='$(SWIFTC)' .ci/check-interface $(LIBRARY)-threads thread

# Paths below PREFIX follow it when it is set to something else.
TEMPLATE = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@ABI@|$(ABI)|' \
  -e 's|@PLAN_ABI@|$(PLAN_ABI)|' \
  -e 's|@LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|' \
  -e 's|@INCLUDEDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(INCLUDEDIR))|' \
  -e 's|@MAJOR@|$(MAJOR)|' -e 's|@MINOR@|$(MINOR)|' \
  -e "s|@POINTER_SIZE@|$$(getconf LONG_BIT | awk '{ print $$1 / 8 }')|" \
  -e "s|@INCLUDE_FROM_CONFIG@|$$(realpath -m --relative-to='$(LIBDIR)/cmake/automovable' '$(INCLUDEDIR)')|"

CMAKE_DIR = $(LIBDIR)/cmake/automovable
INSTALLED_LIBRARY = $(INCLUDEDIR)/automovable.h $(INCLUDEDIR)/automovable_oracle.h \
  $(LIBDIR)/libautomovable.a $(LIBDIR)/libautomovable.so $(LIBDIR)/libautomovable.so.$(ABI) \
  $(LIBDIR)/pkgconfig/automovable.pc \
  $(CMAKE_DIR)/automovableConfig.cmake $(CMAKE_DIR)/automovableConfigVersion.cmake

# What `make build` lays ready of the tool. COMMANDS have a page of the manual each.
TOOL := .build-tool
COMMANDS := plan diff explore merge generate evaluate verify explain inspect record replay live kernel \
  kernel-build kernel-diff kernel-prove vectors vectors-live vectors-records
MANUAL := automovable.1 $(COMMANDS:%=automovable-%.1)
INSTALLED_TOOL = $(BINDIR)/automovable $(addprefix $(MANDIR)/man1/,$(MANUAL)) \
  $(BASHCOMPDIR)/automovable $(ZSHCOMPDIR)/_automovable $(FISHCOMPDIR)/automovable.fish

# What is built and newer than its sources is installed as it is: neither Swift nor git
# need be there, which root's PATH may lack.
install: install-library install-tool ## Install the C library and the tool below PREFIX, with DESTDIR before it

install-strip: ## Install as `install` does, but without debug information
	@$(MAKE) --no-print-directory install INSTALL_PROGRAM='$(INSTALL_PROGRAM) -s'

# Only there in the environment: other makes get theirs from their PREFIX.
$(foreach place,$(PLACES) DESTDIR,$(eval check-places: export $(place) := $$($(place))))
check-places:
	@.ci/check-places $(PLACES)

install-library: check-places $(LIBRARY)/libautomovable.so.$(ABI) ## Install the C library only
	@$(INSTALL) -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(CMAKE_DIR)'
	@$(INSTALL) -m 644 $(HEADER) Sources/OracleInterface/include/automovable_oracle.h \
	  '$(DESTDIR)$(INCLUDEDIR)'
	@$(INSTALL) -m 644 '$(LIBRARY)/libautomovable.a' '$(DESTDIR)$(LIBDIR)'
	@$(INSTALL_PROGRAM) -m 755 '$(LIBRARY)/libautomovable.so.$(ABI)' '$(DESTDIR)$(LIBDIR)'
	@ln -sf libautomovable.so.$(ABI) '$(DESTDIR)$(LIBDIR)/libautomovable.so'
	@$(TEMPLATE) .ci/install/automovable.pc.in >'$(DESTDIR)$(LIBDIR)/pkgconfig/automovable.pc'
	@for file in automovableConfig.cmake automovableConfigVersion.cmake; do \
	  $(TEMPLATE) .ci/install/$$file.in >'$(DESTDIR)$(CMAKE_DIR)'/$$file; \
	done
	@printf '%s\n' $(patsubst %,'$(DESTDIR)%',$(INSTALLED_LIBRARY))

install-tool: check-places $(TOOL)/automovable $(TOOL)/man/automovable.1 ## Install the tool only, with its manual and completions
	@$(INSTALL) -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(BASHCOMPDIR)' \
	  '$(DESTDIR)$(ZSHCOMPDIR)' '$(DESTDIR)$(FISHCOMPDIR)'
	@$(INSTALL_PROGRAM) -m 755 $(TOOL)/automovable '$(DESTDIR)$(BINDIR)'
	@$(INSTALL) -m 644 $(addprefix $(TOOL)/man/,$(MANUAL)) '$(DESTDIR)$(MANDIR)/man1'
	@$(INSTALL) -m 644 $(TOOL)/automovable.bash '$(DESTDIR)$(BASHCOMPDIR)/automovable'
	@$(INSTALL) -m 644 $(TOOL)/_automovable '$(DESTDIR)$(ZSHCOMPDIR)'
	@$(INSTALL) -m 644 $(TOOL)/automovable.fish '$(DESTDIR)$(FISHCOMPDIR)'
	@printf '%s\n' $(patsubst %,'$(DESTDIR)%',$(INSTALLED_TOOL))

$(TOOL)/automovable: $(shell find Package.swift Sources CReference -type f)
	@$(MAKE) --no-print-directory build

# Not there if the tool was built where Python isn't.
$(TOOL)/man/automovable.1: | $(TOOL)/automovable
	@.ci/manual $(TOOL)/automovable $(TOOL)/man

uninstall: check-places ## Remove what `install` has installed, with the same PREFIX and DESTDIR
	@rm -f $(patsubst %,'$(DESTDIR)%',$(INSTALLED_LIBRARY) $(INSTALLED_PLAN) $(INSTALLED_TOOL))
	@-rmdir '$(DESTDIR)$(CMAKE_DIR)' 2>/dev/null || true

check-tool: build ## Check that the tool runs on a machine without Swift
	@.ci/check-standalone $(TOOL)/automovable alone

STAGE := $(abspath .build-examples/root)
STAGED := $(MAKE) -s DESTDIR=$(STAGE) PREFIX=/usr TOOL=.build-examples/tool

# Whoever installs what is built need not have Swift.
examples: check-library plan-library ## Build and run the examples against what is installed in a scratch folder
	$(SWIFT) build --product automovable
	@.ci/tool .build/debug/automovable .build-examples/tool $(MANUAL)
	@rm -rf $(STAGE)
	@$(STAGED) SWIFT=no-swift SWIFTC=no-swiftc CC=no-cc install >.build-examples/installed
	@.ci/check-install $(STAGE) .build-examples/installed
	@SWIFT='$(SWIFT)' CC='$(CC)' CXX='$(CXX)' .ci/examples $(STAGE) /usr .build/debug/automovable
	@$(STAGED) uninstall
	@left=$$(find $(STAGE) ! -type d); test -z "$$left" || \
	  { echo "uninstall: left behind:" $$left >&2; exit 1; }
