# SPDX-License-Identifier: MIT
#
# The documents: their links, and the README's pictures. Both need python3.

.PHONY: check-links pictures

check-links: ## Check the links in documents, and the files and targets that they name
	@if command -v python3 >/dev/null; then .ci/check-links; \
	  else .ci/not-run 'links in documents' 'no python3 (apt-get install python3)'; fi

pictures: build ## Make the README's pictures from a run that finds a planted mistake
	.ci/pictures $(RELEASE) .build-pictures
