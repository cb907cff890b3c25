#!/bin/sh
# SPDX-License-Identifier: MIT
# Event XML and event logs tell the same: --shape=xml of real logs, read again, gives the lines of
# the logs; and the samples of event XML give those of the events they came from.
set -u
. "$(dirname "$0")/common.sh"

oracle=$top/tests/oracle
tool=$(tool_path evtx2json) || broken "evtx2json is not built"
samples=${BSODUTILS_SAMPLES-}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
command -v python3 >/dev/null || skip "python3 is not installed"
[ -d "$samples/evtx" ] || skip "no real logs (BSODUTILS_SAMPLES)"

compare() {
	compare_what=$1
	shift
	python3 "$@"
	compare_status=$?
	check "$compare_what (status $compare_status)" [ "$compare_status" -eq 0 ]
}

compare "logs through XML" "$oracle/evtx_roundtrip.py" "$tool" "$work" "$samples"/evtx/*.evtx
if [ -d "$samples/xml" ]; then
	compare "samples of event XML" "$oracle/evtx_samples_xml.py" "$tool" "$samples"
else
	printf 'SKIPPED in part: no samples of event XML\n'
fi
finish oracle-evtx-xml
