#!/bin/bash
#SBATCH --requeue
#SBATCH --open-mode=append
# One shard of a sweep, whichever engine starts it. It may be killed, started again or started on another machine at any
# time: it goes on where its store ends.
#
#   HINDCAST_SHARDS=16 shard.sh stress-fade --market btc --grid entry=0.5:3:0.01
#
# HINDCAST_SHARDS  in how many parts the sweep is cut
# HINDCAST_ROOT    the folder with strategies/ and datasets/ that all machines see; the current one by default
# HINDCAST         the binary; `hindcast` on the PATH by default
set -euo pipefail

root=$(realpath "${HINDCAST_ROOT:-.}")
shards=${HINDCAST_SHARDS:?how many parts? set HINDCAST_SHARDS}

# The number of this part, from 1. Kubernetes counts from 0.
if [[ -n ${SLURM_ARRAY_TASK_ID:-} ]]; then shard=$SLURM_ARRAY_TASK_ID
elif [[ -n ${JOB_COMPLETION_INDEX:-} ]]; then shard=$((JOB_COMPLETION_INDEX + 1))
elif [[ -n ${PARALLEL_SEQ:-} ]]; then shard=$PARALLEL_SEQ
else echo "shard.sh: started by neither Slurm, Kubernetes nor GNU parallel" >&2; exit 2
fi

# A root of its own, so that no two machines write one file; strategies and data are the common ones.
mine=$root/shards/$shard
mkdir -p "$mine"
ln -sfn "$root/strategies" "$mine/strategies"
ln -sfn "$root/datasets" "$mine/datasets"

exec "${HINDCAST:-hindcast}" sweep run "$@" --shard "$shard/$shards" --root "$mine" --yes
