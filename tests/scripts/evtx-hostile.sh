#!/bin/sh
# SPDX-License-Identifier: MIT
# Logs that are sound by their checksums and hostile by what they hold: in little time and memory,
# and the events around the hostile one are not lost.
set -u
# shellcheck source=evtx-common.sh
. "$(dirname "$0")/evtx-common.sh"
need_python

peak=$build/tests/stress/peak
[ -x "$peak" ] || broken "no $peak; run 'make check'"
most_kib=32768
most_ms=2000
most_seconds=30
if is_checked; then
	most_kib=4194304
	most_ms=20000
	most_seconds=300
fi

# A chunk takes that long at most, and an input of any size that much memory.
within() {
	read -r status ms kib <"$work/report"
	# shellcheck disable=SC2154 # read sets them
	if [ "$status" -gt 3 ] || [ "$ms" -gt "$1" ] || [ "$kib" -gt "$most_kib" ]; then
		echo "status $status, $ms ms, $kib KiB"
		return 1
	fi
}

has_lines() {
	count=$(wc -l <"$2")
	[ "$count" -ge "$1" ] || echo "$count events instead of $1"
	[ "$count" -ge "$1" ]
}

mkdir "$work/hostile"
python3 "$top/tests/stress/evtx_hostile.py" "$work/hostile" || broken "evtx_hostile.py failed"
for log in "$work"/hostile/*.evtx; do
	name=$(basename "$log" .evtx)
	for shape in default evtx_dump xml; do
		"$peak" "$work/report" $most_seconds evtx2json -q -j1 --shape=$shape "$log" >"$work/out" 2>/dev/null
		check "$name, $shape: time and memory" within $most_ms
		check "$name, $shape: events" has_lines "${name##*-}" "$work/out"
		BSODUTILS_EVTX_PATH=tree evtx2json -q -j1 --shape=$shape "$log" >"$work/tree" 2>/dev/null
		same "$name, $shape: by the tree" "$work/out" "$work/tree"
	done
done

# Many such chunks: memory must not depend on how many.
chunks=${CHUNKS:-8}
python3 "$top/tests/stress/evtx_flood.py" --list >"$work/floods" || broken "evtx_flood.py failed"
while IFS= read -r name; do
	python3 "$top/tests/stress/evtx_flood.py" "$name" "$chunks" "$work/flood.evtx" || broken "evtx_flood.py $name"
	for shape in default evtx_dump xml; do
		"$peak" "$work/report" 600 evtx2json -q -j2 --shape=$shape "$work/flood.evtx" >/dev/null 2>&1
		check "$chunks of $name, $shape: memory" within $((chunks * most_ms))
	done
done <"$work/floods"

# What many tiny records make of a huge template is right, and a pipe takes no more memory.
python3 "$top/tests/stress/evtx_flood.py" huge-template 3 "$work/flood.evtx"
evtx2json -j2 "$work/flood.evtx" | sed 's|,"log_record_id":[0-9]*||; s|,"written":"[^"]*"||; s|,"file".*||' | sort -u >"$work/once"
has_lines_exactly() {
	[ "$(wc -l <"$2")" -eq "$1" ]
}
check "huge-template: all lines alike" has_lines_exactly 1 "$work/once"
python3 "$top/tests/stress/evtx_flood.py" plain-chunks "${PIPED:-1600}" - |
	"$peak" "$work/report" 600 evtx2json -q -j2 - >/dev/null
check "${PIPED:-1600} chunks from a pipe" within 600000
finish "evtx-hostile"
