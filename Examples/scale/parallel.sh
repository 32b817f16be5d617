#!/bin/sh
# SPDX-License-Identifier: MIT
#
# One run by GNU parallel, a shard a job, on this machine or on others (--sshlogin). A job
# that is killed is started again, and goes on from its checkpoint.
#
# Usage: parallel.sh SHARDS [OPTION OF DIFF]...
set -eu
shards=$1
shift
seq "$shards" | parallel --quote --retries 10 --halt soon,fail=1 sh -c '
  shard=$1 shards=$2
  shift 2
  "${AUTOMOVABLE:-automovable}" diff --shard "$shard/$shards" --jobs 1 \
    --checkpoint "shard-$shard.checkpoint" --report "shard-$shard.json" "$@" \
    >"shard-$shard.log" 2>&1
  # A divergence is a result.
  [ $? -le 1 ]' sh '{}' "$shards" "$@"
"${AUTOMOVABLE:-automovable}" merge shard-*.json --report whole.json
