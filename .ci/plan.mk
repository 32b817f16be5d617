# SPDX-License-Identifier: MIT
#
# The planner and the machine as a C library; see docs/library.md.

PLAN_LIBRARY := .build-library/plan
PLAN_HEADER := Sources/CAutoMovablePlan/include/automovable_plan.h
PLAN_ABI := $(shell sed -n 's/^\#define AUTOMOVABLE_PLAN_ABI //p' $(PLAN_HEADER))
PLAN_SOURCES := $(CORE) $(wildcard Sources/AutoMovablePlanC/*.swift Sources/TextFiles/JSON/*.swift \
  Sources/TextFiles/Lines/*.swift Sources/TextFiles/Text/*.swift Sources/Cases/*/*.swift \
  Sources/Scenarios/*.swift Sources/Planning/*.swift Sources/Planning/*/*.swift \
  Sources/Reports/Plans/*.swift Sources/Reports/Text/*.swift Sources/Reports/Values/*.swift)

.PHONY: plan-library check-plan-library

plan-library: setup $(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI) ## Build the planner as a C library, static and shared

$(PLAN_LIBRARY)/libautomovable-plan.so.$(PLAN_ABI): $(PLAN_SOURCES) $(PLAN_HEADER) \
  .ci/build-plan-library .ci/plan-modules .ci/install/automovable.map
	@SWIFTC='$(SWIFTC)' CC='$(CC)' .ci/build-plan-library $(PLAN_LIBRARY)
	@echo "$(PLAN_LIBRARY): libautomovable-plan.a and libautomovable-plan.so.$(PLAN_ABI)"

check-plan-library: plan-library ## Compare that library with the tool, for all recorded traces and scenarios
	$(SWIFT) build --product automovable
	@CC='$(CC)' .ci/check-plan-library $(PLAN_LIBRARY) .build/debug/automovable
