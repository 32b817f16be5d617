#!/bin/bash
# SPDX-License-Identifier: MIT
#
# One run as a Slurm array, a shard a task. A task that is killed is queued again, and
# goes on from its checkpoint. In a directory that all nodes share:
#
#   sbatch --array=1-64 --cpus-per-task=4 slurm.sh --seed 7 --cases 1000000000
#   automovable merge shard-*.json --report whole.json      (when all tasks are done)
#
#SBATCH --job-name=automovable
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=shard-%a.log
set -u
shard=$SLURM_ARRAY_TASK_ID
"${AUTOMOVABLE:-automovable}" diff --shard "$shard/$SLURM_ARRAY_TASK_MAX" \
  --checkpoint "shard-$shard.checkpoint" --report "shard-$shard.json" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}" "$@"
status=$?
# By SIGKILL, such as for want of memory. When a node fails or a job has to make room,
# Slurm does the same by itself.
if [ $status = 137 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$shard"
fi
exit $status
