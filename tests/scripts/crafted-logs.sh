#!/bin/sh
# SPDX-License-Identifier: MIT
# Damage to a whole log costs no more than the damaged records: every bad-crafted fixture against
# good-base, the log it was before. What is not listed here must come out as from good-base, member
# by member, and in the order of the file.
set -u
. "$(dirname "$0")/common.sh"

# Fixture, exit status, events, those of them that are salvaged, and those that differ from
# good-base (cut or garbled ones). 177 of 177 are whole; of what is cut or overwritten nothing more
# is there.
table='
bare-chunks                0 177  0  0
chunk-cut-to-sector        3  94  1  1
chunk-header-overwritten   3 177 91  0
chunk-header-zero          3 177 91  0
chunk-magic                3 177  0  0
chunks-swapped             0 177  0  0
cut-in-chunk-1             3  45  1  1
cut-in-chunk-2             3 137  1  1
cut-in-chunk-header        3  91  0  0
cut-in-file-header         3   0  0  0
data-checksum              3 177  0  1
file-checksum              3 177  0  0
file-header-overwritten    3 177  0  0
file-magic                 3 177  0  0
flipped-bit                3 177  0  1
free-space-huge            3 177  0  0
free-space-in-record       3 177 65  0
free-space-small           3 177 64  0
free-space-small-unsealed  3 177 64  0
free-space-zero            3 177  0  0
header-checksum            3 177  0  0
last-id-large              3 177  0  0
last-id-small              3 177  0  0
lone-surrogate             0 177  0  1
nul-in-string              0 177  0  1
record-magic               3 177  1  0
record-magic-unsealed      3 177  1  0
record-overwritten         3 174  0  0
record-size-beyond-chunk   3 177  1  0
record-size-huge           3 177  1  0
record-size-small          3 177  1  0
record-size-zero           3 177  1  0
record-time-max            0 177  0  0
size-copy                  3 177  1  0
string-cycle               0 177  0  0
string-self-link           0 177  0  0
template-cycle             0 177  0  0
template-in-itself         3 177  0  0
template-outside           3 177  0  0
template-outside-first     3 177  0  0
template-self-link         0 177  0  0
template-size-huge         3 176  0  0
value-filetime-max         0 177  0  1
zeroed-across-chunks       3 152 84 84
zeroed-sector              3 176  1  1
'

# The lines as they do not depend on the file.
without_place() {
	sed 's/\(,"recovered":true\)\{0,1\},"file":"[^"]*","offset":[0-9]*}$/}/' "$1" | LC_ALL=C sort
}

# Arguments: a row of the table.
check_row() {
	log=bad-crafted-$1.evtx
	timeout 60 "$tool" "$work/fixtures/$log" >"$work/out" 2>"$work/err"
	status=$?
	without_place "$work/out" >"$work/lines"
	events=$(wc -l <"$work/out")
	salvaged=$(grep -c '"recovered":true,"file"' "$work/out")
	different=$(LC_ALL=C comm -13 "$work/base" "$work/lines" | wc -l)
	got="$status $((events)) $salvaged $((different))"
	check "$log: $got, not $2 $3 $4 $5" [ "$got" = "$2 $3 $4 $5" ]
	sed 's/.*"offset":\([0-9]*\)}$/\1/' "$work/out" | sort -c -n ||
		fail "$log: not in the order of the file"
}

tool=$(tool_path evtx2json) || broken "evtx2json is not built"
copy_fixtures "$work/fixtures"
"$tool" "$work/fixtures/good-base.evtx" >"$work/base.out" || broken "good-base.evtx cannot be read"
without_place "$work/base.out" >"$work/base"
check "177 events in good-base.evtx" [ "$(wc -l <"$work/base")" -eq 177 ]
for log in "$work"/fixtures/bad-crafted-*.evtx; do
	name=${log##*/bad-crafted-}
	row=$(printf '%s' "$table" | grep "^${name%.evtx} ")
	[ -n "$row" ] || fail "$name is not in the table"
	# shellcheck disable=SC2086 # words
	[ -z "$row" ] || check_row $row
done
finish crafted-logs
