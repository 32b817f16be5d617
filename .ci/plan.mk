# SPDX-License-Identifier: MIT
#
# The planner and the machine as a C library; see docs/library.md.

PLAN_LIBRARY := $(LIBRARY)/plan
PLAN_HEADER := Sources/CAutoMovablePlan/include/automovable_plan.h
PLAN_ABI := $(shell sed -n 's/^\#define AUTOMOVABLE_PLAN_ABI //p' $(PLAN_HEADER))
PLAN_SOURCES := $(CORE) $(wildcard Sources/AutoMovablePlanC/*.swift Sources/TextFiles/JSON/*.swift \
  Sources/TextFiles/Lines/*.swift Sources/TextFiles/Text/*.swift Sources/Cases/*/*.swift \
  Sources/Scenarios/*.swift Sources/Planning/*.swift Sources/Planning/*/*.swift \
  Sources/Reports/Plans/*.swift Sources/Reports/Text/*.swift Sources/Reports/Values/*.swift)

.PHONY: plan-library check-plan-library install-plan-library

plan-library: $(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI) ## Build the planner as a C library, static and shared

$(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI): $(PLAN_SOURCES) $(PLAN_HEADER) \
  .ci/build-plan-library .ci/library-steps .ci/plan-modules .ci/install/automovable.map
	@SWIFTC='$(SWIFTC)' CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' DEBUG='$(DEBUG)' \
	  .ci/build-plan-library '$(PLAN_LIBRARY)'
	@echo "$(PLAN_LIBRARY): libautomovable-plan.a and libautomovable-plan.so.$(PLAN_ABI)"

check-plan-library: plan-library ## Compare that library with the tool, for all recorded traces and scenarios
	$(SWIFT) build --product automovable
	@CC='$(CC)' .ci/check-plan-library $(PLAN_LIBRARY) .build/debug/automovable
	@SWIFTC='$(SWIFTC)' CC='$(CC)' DEBUG=1 OBJECT=$(PLAN_LIBRARY)/AutoMovablePlanC.o \
	  .ci/build-plan-library $(PLAN_LIBRARY)/debug
	@.ci/check-debug $(PLAN_LIBRARY)/debug

INSTALLED_PLAN = $(INCLUDEDIR)/automovable_plan.h $(LIBDIR)/libautomovable-plan.a \
  $(LIBDIR)/libautomovable-plan.so $(LIBDIR)/libautomovable-plan.so.$(PLAN_ABI) \
  $(LIBDIR)/pkgconfig/automovable-plan.pc

install: install-plan-library

install-plan-library: check-places $(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI) ## Install the planner's library only
	@$(INSTALL) -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig'
	@$(INSTALL) -m 644 $(PLAN_HEADER) '$(DESTDIR)$(INCLUDEDIR)'
	@$(INSTALL) -m 644 '$(PLAN_LIBRARY)/libautomovable-plan.a' '$(DESTDIR)$(LIBDIR)'
	@$(INSTALL_PROGRAM) -m 755 '$(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI)' \
	  '$(DESTDIR)$(LIBDIR)'
	@ln -sf libautomovable-plan.so.$(PLAN_ABI) '$(DESTDIR)$(LIBDIR)/libautomovable-plan.so'
	@$(TEMPLATE) .ci/install/automovable-plan.pc.in \
	  >'$(DESTDIR)$(LIBDIR)/pkgconfig/automovable-plan.pc'
	@printf '%s\n' $(patsubst %,'$(DESTDIR)%',$(INSTALLED_PLAN))
