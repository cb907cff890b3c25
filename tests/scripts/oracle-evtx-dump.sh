#!/bin/sh
# SPDX-License-Identifier: MIT
# evtx2json --shape=evtx_dump against evtx_dump itself (github.com/omerbenamram/evtx, 0.12), which
# shares no code with it: EVTX_DUMP names the program, else the one in PATH is taken.
set -u
. "$(dirname "$0")/common.sh"

tool=$(tool_path evtx2json) || broken "evtx2json is not built"
command -v python3 >/dev/null || skip "python3 is not installed"
evtx_dump=${EVTX_DUMP-$(command -v evtx_dump)}
[ -x "$evtx_dump" ] || skip "no evtx_dump (EVTX_DUMP, or in PATH)"

# Not: a Data whose name is an array, which makes one key here.
set --
for log in "$build"/fixtures/good-*.evtx "$build"/fixtures/crash-*.evtx; do
	case $log in
	*/good-types-arrays-in-text.evtx) ;;
	*) [ ! -f "$log" ] || set -- "$@" "$log" ;;
	esac
done
[ $# -gt 0 ] || broken "no fixtures in $build/fixtures; run 'make make-fixtures'"

samples=${BSODUTILS_SAMPLES-}/evtx
if [ -d "$samples" ]; then
	set -- "$@" "$samples"/*.evtx
else
	printf 'SKIPPED in part: no real logs (BSODUTILS_SAMPLES)\n'
fi

# The path that compiles templates and its plain twin.
for path in compiled tree; do
	if BSODUTILS_EVTX_PATH=$path python3 "$top/tests/oracle/evtx_dump.py" "$evtx_dump" "$tool" \
		"$@" >"$work/$path"; then
		pass
		cat "$work/$path"
	else
		fail "$path"
		tail -n 40 "$work/$path"
	fi
done
finish oracle-evtx-dump
