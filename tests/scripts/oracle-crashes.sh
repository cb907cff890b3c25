#!/bin/sh
# SPDX-License-Identifier: MIT
# The crashes that real event logs and event XML tell of: tests/oracle/crashes.tsv has what was found by
# eye. All of them in one run give what each gives alone.
set -u
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || skip "jq is not installed (Debian: jq)"
samples=${BSODUTILS_SAMPLES-}
[ -d "$samples/evtx" ] || [ -d "$samples/xml" ] || skip "no real logs (BSODUTILS_SAMPLES)"
for needed in evtx2json dumpstat; do
	tool_path "$needed" >/dev/null || broken "$needed is not built"
done
facts=$top/tests/oracle/crashes.tsv
cd "$samples" || exit 99

# The crashes of standard input, as rows of the table.
rows() {
	jq -r --arg file "$1" 'select(.type == "crash") | [$file, .host // "-",
		(.not_before // "-")[:19], (.not_after // "-")[:19], .bugcheck.code // "-", .verdict] | @tsv'
}

# Rows that differ in a column that is not "?".
differ() {
	awk -F'\t' 'NR == FNR { want[NR] = $0; n = NR; next }
		{ split(want[FNR], w, "\t"); bad = FNR > n
		  for (i = 1; i <= NF; i++) if (w[i] != "?" && w[i] != $i) bad = 1
		  if (bad) print "not " want[FNR] "\n but " $0 }
		END { if (FNR < n) print "crashes are missing" }' "$work/want" "$work/got"
}

for input in evtx/*.evtx xml/*; do
	[ -f "$input" ] || continue
	awk -F'\t' -v file="$input" '$1 == file' "$facts" >"$work/want"
	evtx2json -q --damage-ok --crash=context "$input" 2>/dev/null >"$work/events"
	dumpstat "$work/events" >"$work/crashes" 2>"$work/err"
	check "$input: status $?, $(head -n 1 "$work/err")" [ ! -s "$work/err" ]
	rows "$input" <"$work/crashes" >"$work/got"
	if [ ! -s "$work/want" ]; then
		check "$input tells of a crash: $(cat "$work/got")" [ ! -s "$work/got" ]
		continue
	fi
	differ >"$work/differences"
	check "$input: $(cat "$work/differences")" [ ! -s "$work/differences" ]
done

# Incident A in all its spellings is one crash.
if [ -d xml ]; then
	evtx2json -q --damage-ok --crash=context xml/*incident_A*.xml xml/messy*.txt 2>/dev/null |
		dumpstat | rows A >"$work/got"
	check "incident A: $(cat "$work/got")" [ "$(wc -l <"$work/got")" -eq 1 ]
fi
finish oracle-crashes
