#!/bin/sh
# SPDX-License-Identifier: MIT
# evtx2json against programs that share no code with it, value by value, on real logs: evtxexport
# (libevtx), in its ordinary and its recovering mode, and python-evtx. What may differ is a table of
# rules in tests/oracle/evtx_*.py, each with what the specification says; anything else fails.
#
# python-evtx is slow: 25 events of each log are compared with it, or as many as ORACLE_EVENTS says
# (0: all, some minutes).
set -u
. "$(dirname "$0")/common.sh"

oracle=$top/tests/oracle
tool=$(tool_path evtx2json) || broken "evtx2json is not built"
samples=${BSODUTILS_SAMPLES-}/evtx
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

# The first of these that has the module $1.
python_with() {
	for python in python3 /usr/bin/python3; do
		if command -v "$python" >/dev/null && "$python" -c "import $1" 2>/dev/null; then
			printf '%s\n' "$python"
			return
		fi
	done
	return 1
}

left_out() {
	printf 'SKIPPED in part: %s\n' "$*"
}

# compare DESCRIPTION SCRIPT ARGUMENT...: shows what the oracle prints, and counts its verdict.
compare() {
	compare_what=$1
	shift
	"$python" "$@" >"$work/report" 2>&1
	compare_status=$?
	grep -v '^note: ' "$work/report"
	check "$compare_what (status $compare_status)" [ "$compare_status" -eq 0 ]
}

[ -d "$samples" ] || skip "no real logs (BSODUTILS_SAMPLES)"
python=$(python_with json) || skip "python3 is not installed"
set -- "$samples"/*.evtx
[ -f "$1" ] || skip "no logs in $samples"

if command -v evtxexport >/dev/null; then
	compare "evtxexport" "$oracle/evtx_evtxexport.py" "$tool" "$@"
	compare "evtxexport -m recovered" "$oracle/evtx_recovered.py" "$tool" "$@"
else
	left_out "evtxexport is not installed (libevtx-utils)"
fi
if python=$(python_with Evtx.Evtx); then
	compare "python-evtx" "$oracle/evtx_python.py" "$tool" "${ORACLE_EVENTS:-25}" "$@"
else
	left_out "python-evtx is not installed (python3-evtx)"
fi
[ $((passed + failed)) -gt 0 ] || skip "neither evtxexport nor python-evtx is installed"
finish oracle-evtx
