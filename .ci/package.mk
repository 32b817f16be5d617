# SPDX-License-Identifier: MIT
#
# What distributions build from; see docs/install.md.

DIST := automovable-$(VERSION)

.PHONY: dist check-dist deb rpm check-versions

# The same commit gives the same bytes.
dist: check-versions ## Make a tarball of the last commit, out/automovable-VERSION.tar.gz
	@mkdir -p out
	@git archive --prefix=$(DIST)/ HEAD >out/.$(DIST).tar
	@gzip -9n <out/.$(DIST).tar >out/.$(DIST).tar.gz
	@rm out/.$(DIST).tar
	@mv out/.$(DIST).tar.gz out/$(DIST).tar.gz
	@echo "out/$(DIST).tar.gz: $$(git rev-parse --short HEAD)$$(test -z "$$(git status --porcelain)" || \
	  echo ', without what is not committed')"

check-dist: dist ## Build and check the C library from the tarball, without git
	@.ci/check-dist out/$(DIST).tar.gz $(DIST)

# What is built already is not built again.
deb: check-versions ## Build Debian packages in .build-deb, and have lintian read them
	@mkdir -p .build-deb
	DEB_FOLDER=.build-deb dpkg-buildpackage -b -us -uc \
	  --buildinfo-option=-u.build-deb --buildinfo-file=.build-deb/automovable.buildinfo \
	  --changes-option=-u.build-deb --changes-file=.build-deb/automovable.changes
	@if command -v lintian >/dev/null; then \
	  lintian --allow-root --fail-on error .build-deb/automovable.changes; \
	  else .ci/not-run 'Debian packages' 'no lintian (apt-get install lintian)'; fi
	@ls .build-deb/*.deb

# Where rpm isn't the machine's own, it knows of no packages that a build requires.
rpm: check-versions ## Build RPM packages in .build-rpm
	@mkdir -p .build-rpm
	rpmbuild -bb --build-in-place --define '_topdir $(CURDIR)/.build-rpm' \
	  $$(test -e /etc/debian_version && echo --nodeps) .ci/install/automovable.spec
	@ls .build-rpm/RPMS/*/*.rpm

# Usage: $(call same_version,FILE,SED)
define same_version
@found=$$(sed -n '$(2)' $(1) | head -n 1); test "$$found" = '$(VERSION)' || \
  { echo "$(1): version $$found; expected $(VERSION), as $(HEADER) has it" >&2; exit 1; }
endef

check-versions: ## Compare the versions that files state
	$(call same_version,Sources/automovable/AutoMovableCommand.swift,s/.*version: "\(.*\)".*/\1/p)
	$(call same_version,debian/changelog,s/^automovable (\(.*\)-[0-9]*) .*/\1/p)
	$(call same_version,.ci/install/automovable.spec,s/^Version: *//p)
	$(call same_version,Examples/python/src/automovable/__init__.py,s/^__version__ = "\(.*\)"/\1/p)
	$(call same_version,Examples/rust/automovable-sys/Cargo.toml,s/^version = "\(.*\)"/\1/p)
	$(call same_version,Examples/rust/automovable/Cargo.toml,s/^version = "\(.*\)"/\1/p)
	$(call same_version,Examples/node/package.json,s/.*"version": "\([^"]*\)".*/\1/p)
