#!/bin/sh
# SPDX-License-Identifier: MIT
# A few damaged copies of each log, always the same: no crash, no report of a sanitizer, no hang, little
# memory, both paths alike, and nearly all records that the damage did not touch. More of it, against
# evtxexport: python3 tests/stress/evtx_damage.py --mutants=200 --export=evtxexport ...
set -u
# shellcheck source=evtx-common.sh
. "$(dirname "$0")/evtx-common.sh"
need_python

peak=$build/tests/stress/peak
[ -x "$peak" ] || broken "no $peak; run 'make check'"

# The memory of a checked build is mostly that of its sanitizer.
set -- --mutants="${MUTANTS:-5}" --paths=1 --peak="$peak" --plain="$(tool_path evtx2json)"
is_checked && set -- "$@" --memory=4096
[ "${EXPORT:-}" ] && set -- "$@" --export="$EXPORT"

evtx_samples >"$work/logs"
for log in "$build"/fixtures/good-*.evtx; do
	printf '%s\n' "$log" >>"$work/logs"
done
while IFS= read -r log; do
	check "$log" python3 "$top/tests/stress/evtx_damage.py" "$@" "$log"
done <"$work/logs"
finish "evtx-damage"
