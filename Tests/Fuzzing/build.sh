#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Builds the fuzz targets and puts them into $OUT as OSS-Fuzz, ClusterFuzz and
# ClusterFuzzLite want them: each with its options, dictionary and seed corpus.
# Outside of their containers OUT=DIRECTORY is enough.
set -eu
: "${OUT:?expected the directory to put the fuzz targets into}"
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
cd "$(dirname "$0")"

if command -v precompile_swift > /dev/null; then
  # Sets SWIFTFLAGS for the sanitizer that is asked for.
  . precompile_swift
else
  SWIFTFLAGS="--sanitize fuzzer"
fi
scratch=../../.build-fuzz
# SWIFTFLAGS is a list of words.
# shellcheck disable=SC2086
swift build -c release $SWIFTFLAGS --scratch-path "$scratch"

for fuzzer in trace_fuzzer line_fuzzer; do
  cp "$scratch/release/$fuzzer" "$OUT/"
  cp "$fuzzer.options" "$OUT/"
  if [ -e "$fuzzer.dict" ]; then cp "$fuzzer.dict" "$OUT/"; fi
  rm -f "$OUT/${fuzzer}_seed_corpus.zip"
  (cd "../../Vectors/corpus/$fuzzer" && zip -q -r "$OUT/${fuzzer}_seed_corpus.zip" .)
done
