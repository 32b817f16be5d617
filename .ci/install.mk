# SPDX-License-Identifier: MIT
#
# The core as a C library, and its installation; see docs/library.md.
# DESTDIR goes before all paths and into none of the files.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DESTDIR ?=
INSTALL ?= install

LIBRARY := .build-library
C_INTERFACE := $(wildcard Sources/AutoMovableC/*.swift)
HEADER := Sources/CAutoMovable/include/automovable.h
ABI := $(shell sed -n 's/^\#define AUTOMOVABLE_ABI //p' $(HEADER))
version_part = $(shell sed -n 's/^\#define AUTOMOVABLE_VERSION_$(1) //p' $(HEADER))
MAJOR := $(call version_part,MAJOR)
MINOR := $(call version_part,MINOR)
VERSION := $(MAJOR).$(MINOR).$(call version_part,PATCH)

.PHONY: library check-library sanitize-threads examples install uninstall

library: setup $(LIBRARY)/libautomovable.so.$(ABI) ## Build the core as a C library, static and shared

$(LIBRARY)/libautomovable.so.$(ABI): $(CORE) $(C_INTERFACE) .ci/build-library \
  .ci/install/automovable.map $(wildcard Sources/CAutoMovable/* Sources/CAutoMovable/include/*)
	@SWIFTC='$(SWIFTC)' CC='$(CC)' .ci/build-library $(LIBRARY) $(CORE) $(C_INTERFACE)
	@echo "$(LIBRARY): libautomovable.a and libautomovable.so.$(ABI)"

check-library: library ## Compare the C library with the list of what programs rely on, and misuse it
	@grep -q 'version: "$(VERSION)"' Sources/automovable/AutoMovableCommand.swift || \
	  { echo "$(HEADER): version $(VERSION), and another of the tool" >&2; exit 1; }
	@.ci/check-abi $(LIBRARY)/libautomovable.so.$(ABI)
	@CC='$(CC)' .ci/check-interface $(LIBRARY)
	@.ci/check-atomics $(LIBRARY)/libautomovable.so.$(ABI) \
	  automovable_model_can_online_movable automovable_model_zone_for_pfn_range

# Swift and C are both compiled for the sanitizer.
sanitize-threads: setup ## Decide from several threads under ThreadSanitizer, with a race that it must catch
	@SWIFTC='$(SWIFTC)' CC='$(CC)' SANITIZE=thread \
	  .ci/build-library $(LIBRARY)-threads $(CORE) $(C_INTERFACE)
	@SWIFTC='$(SWIFTC)' .ci/check-interface $(LIBRARY)-threads thread

# Paths below PREFIX follow it when it is set to something else.
TEMPLATE = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@ABI@|$(ABI)|' \
  -e 's|@LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|' \
  -e 's|@INCLUDEDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(INCLUDEDIR))|' \
  -e 's|@MAJOR@|$(MAJOR)|' -e 's|@MINOR@|$(MINOR)|' \
  -e "s|@POINTER_SIZE@|$$(getconf LONG_BIT | awk '{ print $$1 / 8 }')|" \
  -e "s|@INCLUDE_FROM_CONFIG@|$$(realpath -m --relative-to='$(LIBDIR)/cmake/automovable' '$(INCLUDEDIR)')|"

CMAKE_DIR := $(LIBDIR)/cmake/automovable
INSTALLED = $(INCLUDEDIR)/automovable.h $(INCLUDEDIR)/automovable_oracle.h \
  $(LIBDIR)/libautomovable.a $(LIBDIR)/libautomovable.so $(LIBDIR)/libautomovable.so.$(ABI) \
  $(LIBDIR)/pkgconfig/automovable.pc \
  $(CMAKE_DIR)/automovableConfig.cmake $(CMAKE_DIR)/automovableConfigVersion.cmake

install: library ## Install the C library below PREFIX, with DESTDIR before it
	$(INSTALL) -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(CMAKE_DIR)'
	$(INSTALL) -m 644 $(HEADER) Sources/OracleInterface/include/automovable_oracle.h \
	  '$(DESTDIR)$(INCLUDEDIR)'
	$(INSTALL) -m 644 $(LIBRARY)/libautomovable.a '$(DESTDIR)$(LIBDIR)'
	$(INSTALL) -m 755 $(LIBRARY)/libautomovable.so.$(ABI) '$(DESTDIR)$(LIBDIR)'
	ln -sf libautomovable.so.$(ABI) '$(DESTDIR)$(LIBDIR)/libautomovable.so'
	@$(TEMPLATE) .ci/install/automovable.pc.in >'$(DESTDIR)$(LIBDIR)/pkgconfig/automovable.pc'
	@for file in automovableConfig.cmake automovableConfigVersion.cmake; do \
	  $(TEMPLATE) .ci/install/$$file.in >'$(DESTDIR)$(CMAKE_DIR)'/$$file; \
	done
	@printf '%s\n' $(patsubst %,'$(DESTDIR)%',$(INSTALLED))

uninstall: ## Remove what `install` has installed, with the same PREFIX and DESTDIR
	@rm -f $(patsubst %,'$(DESTDIR)%',$(INSTALLED))
	@-rmdir '$(DESTDIR)$(CMAKE_DIR)' 2>/dev/null

STAGE := $(abspath .build-examples/root)
STAGED := $(MAKE) -s DESTDIR=$(STAGE) PREFIX=/usr LIBDIR=/usr/lib INCLUDEDIR=/usr/include

examples: check-library plan-library ## Build and run the examples against an installed library
	@rm -rf $(STAGE)
	@$(STAGED) install >/dev/null
	$(SWIFT) build --product automovable
	@SWIFT='$(SWIFT)' CC='$(CC)' CXX='$(CXX)' .ci/examples $(STAGE) /usr .build/debug/automovable
	@$(STAGED) uninstall
	@left=$$(find $(STAGE) ! -type d); test -z "$$left" || \
	  { echo "uninstall: left behind:" $$left >&2; exit 1; }
