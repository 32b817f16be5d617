# SPDX-License-Identifier: MIT
#
# The documents: their links, and the README's pictures. Both need python3.

.PHONY: check-links pictures

check-links: ## Check that the links in documents lead somewhere, and that the files and targets they name are there
	@if command -v python3 >/dev/null; then .ci/check-links; \
	  else .ci/not-run 'links in documents' 'no python3 (apt-get install python3)'; fi

pictures: build ## Make the README's pictures anew, of a run that finds a planted mistake
	.ci/pictures $(RELEASE) .build-pictures
