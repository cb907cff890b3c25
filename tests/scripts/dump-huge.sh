#!/bin/sh
# SPDX-License-Identifier: MIT
# Dumps of gigabytes and terabytes (sparse files), and forged counts: memory stays below 16 MiB and the
# time short, since only what is needed is read.
set -u
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || skip "jq is not installed (Debian: jq)"
tool_path dumpstat >/dev/null || broken "dumpstat is not built"
maker=$build/fixtures/src/mkdump
peak=$build/tests/stress/peak
[ -x "$maker" ] || broken "mkdump is not built"
[ -x "$peak" ] || broken "no $peak; run 'make check'"
most_kib=16384
most_seconds=20
# Sanitizers and wrappers take memory of their own.
[ -z "${WRAPPER-}${ASAN_OPTIONS-}" ] || most_kib=1048576

# huge NAME STATUS FILTER [INPUT]: is the jq filter true of the line?
huge() {
	if ! "$maker" "$top/fixtures/src/dump/$1.dumpt" "$work/huge" 2>"$work/err"; then
		echo "NOTE: $script: $1 cannot be made here: $(cat "$work/err")"
		return
	fi
	"$peak" "$work/report" $most_seconds dumpstat -q "$work/huge" >"$work/out" 2>/dev/null
	rm -f "$work/huge"
	read -r huge_status huge_ms huge_kib <"$work/report"
	check "$1: status $huge_status, not $2 (after $huge_ms ms)" [ "$huge_status" -eq "$2" ]
	check "$1: $huge_kib KiB" [ "$huge_kib" -le $most_kib ]
	jq -e "$3" "$work/out" >"$work/answer"
	check "$1: not $3: $(cut -c1-300 "$work/out")" [ $? -eq 0 ]
}

huge huge-full-64-gib 0 '.complete and .file_size == 68719487044 and .expected_size == 68719487040'
huge huge-full-8-tib 0 '.complete and .expected_size == 8796093030400'
huge huge-page-file-32-gib 0 '.complete and .kind == "triage" and .container == "larger_file" and
	.used_end == 16960'
huge huge-bitmap-1-tib 0 '.kind == "bitmap_full" and .expected_size == 33570872'
huge huge-bitmap-64-gib 0 '.kind == "bitmap_full" and .expected_size == 2129976'
huge huge-bitmap-forged 0 '.kind == "bitmap_full" and .complete == null'
huge huge-blobs-million 0 '.kind == "triage"'
huge huge-drivers-100000 3 '.driver_count == 8192'
finish dump-huge
