# SPDX-License-Identifier: MIT
#
# The documents: their links, and the README's pictures. Both need python3. And the page
# that plans what memory a machine will get.

.PHONY: check-links check-page page page-frames pictures

check-links: ## Check the links in documents, and the files and targets that they name
	@if command -v python3 >/dev/null; then .ci/check-links; \
	  else .ci/not-run 'links in documents' 'no python3 (apt-get install python3)'; fi

pictures: build ## Make the README's pictures from a run that finds a planted mistake
	.ci/pictures $(RELEASE) .build-pictures

PAGE := out/page.html
PAGE_FOLDER := .build-page
PAGE_SOURCES := .ci/page .ci/plan-modules $(wildcard Examples/plan/*) $(CORE) \
  Tests/Embedded/builtins.c $(wildcard Sources/AutoMovablePlanC/Plan*.swift) \
  $(wildcard Sources/TextFiles/JSON/*.swift Sources/TextFiles/Lines/InputError.swift \
  Sources/TextFiles/Text/*.swift Sources/Scenarios/*.swift Sources/Planning/*.swift \
  Sources/Planning/*/*.swift Sources/Reports/Plans/*.swift Sources/Reports/Text/*.swift)

page: $(PAGE) ## Make out/page.html, one file to plan with in a browser

$(PAGE): $(PAGE_SOURCES)
	@SWIFTC='$(SWIFTC)' .ci/page $(PAGE_FOLDER) $@

check-page: page ## Compare the page in Chromium with what `automovable plan` prints, for 200 random scenarios
	@$(SWIFT) build --product automovable
	@if command -v python3 >/dev/null; then \
	  Tests/Page/page.py .build/debug/automovable $(PAGE) $(PAGE_FOLDER)/test; \
	  else .ci/not-run 'page of plans' 'no python3 (apt-get install python3)'; fi

page-frames: page ## Measure what the page costs a frame, with 4,352 blocks (not part of test)
	@Tests/Page/frames.py $(PAGE) $(PAGE_FOLDER)/frames
