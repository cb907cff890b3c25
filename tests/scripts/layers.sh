#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may know whom:
#   cmd -> lib/FORMAT -> lib/bugcheck -> lib/base, and cmd -> lib/io -> lib/base;
#   each external library is known to one .c file of lib, and that file knows no other;
#   lib prints nothing, ends nothing, reads neither command line nor environment; lib/io/input.c
#   alone opens files, lib/io alone reads and writes;
# and what no file of the tree may hold: marks of unfinished work, paths of somebody's machine,
# copies of real samples.
set -u
. "$(dirname "$0")/common.sh"
awk=${AWK:-awk}

# Are there no lines in the named report? Shows them otherwise.
nothing_in() {
	[ -s "$1" ] || return 0
	head -n 40 "$1"
	return 1
}

tree_files >"$work/files"
cd "$top" || exit 99
grep -E '^(cmd|lib|fixtures|tests)/.*\.[ch]$' "$work/files" >"$work/sources"
grep -q '^lib/base/' "$work/sources" || broken "no sources below $top"
tr '\n' '\0' <"$work/sources" | xargs -0 "$awk" -f "$top/tests/scripts/layers.awk" >"$work/broken"
check "the layers and what lib may do" nothing_in "$work/broken"

# The words are composed so that this file does not hold them.
unfinished="TO""DO|FIX""ME|X""XX"
paths='(^|[^A-Za-z0-9_./$}*-])/(home|root|work|Users)/[A-Za-z0-9_]|/tmp/(brief|build)'
tr '\n' '\0' <"$work/files" | xargs -0 grep -nwIE "$unfinished" >"$work/marks"
check "marks of unfinished work" nothing_in "$work/marks"
grep -v '^tests/scripts/layers\.sh$' "$work/files" | tr '\n' '\0' |
	xargs -0 grep -nIE "$paths" >"$work/paths"
check "paths of one machine" nothing_in "$work/paths"

if [ -d "${BSODUTILS_SAMPLES-}" ]; then
	# Empty files are all alike, and facts may be the same.
	find "$BSODUTILS_SAMPLES" -type f -size +0 -exec sha256sum {} + |
		cut -c1-64 | sort -u >"$work/sums"
	tr '\n' '\0' <"$work/files" | xargs -0 sha256sum | grep -F -f "$work/sums" >"$work/copies"
	check "copies of real samples" nothing_in "$work/copies"
else
	echo "NOTE: layers: no samples (BSODUTILS_SAMPLES); not looked for copies of them"
fi
finish layers
