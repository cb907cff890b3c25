#!/bin/sh
# SPDX-License-Identifier: MIT
# dslog-parse against programs that share no code with it: tests/oracle/dslog.awk prints the same
# lines for logs of regular shape, and tests/oracle/offsets.py turns every record of every fixture
# back into the bytes at its offset.
set -u
. "$(dirname "$0")/common.sh"

oracle=$top/tests/oracle
tool=$(tool_path dslog-parse) || broken "dslog-parse is not built"
command -v mawk >/dev/null || skip "mawk is not installed"
copy_fixtures "$work/fixtures"
cd "$work/fixtures" || exit 99

# The fixtures of regular shape: neither edited nor re-encoded, with names in ASCII.
regular="good-complete-*.log good-stopped-*.log good-stalled-*.log good-log-full*.log
	good-edge-04-*.log good-edge-12-invalid-name.log good-edge-2[1359]-*.log good-edge-30-*.log
	good-stopped-*.tmp good-valid.log.tmp"

# Prints what the oracle says. $1: 1 for sessions only.
ask_oracle() {
	wanted=$1
	shift
	LC_ALL=C mawk -v codes="$top/grammars/bugcheck.codes" -v sessions="$wanted" \
		-f "$oracle/dslog.awk" "$@"
}

compare() {
	for log; do
		ask_oracle 0 "$log" >"$work/expected"
		"$tool" "$log" >"$work/actual" 2>"$work/messages"
		status=$?
		check "$log: status $status" [ "$status" -eq 0 ]
		check "$log: messages" [ ! -s "$work/messages" ]
		same "$log" "$work/expected" "$work/actual"
	done
}

# shellcheck disable=SC2086 # a list of patterns
set -- $regular
compare "$@"
ask_oracle 1 "$@" >"$work/expected"
"$tool" --sessions "$@" >"$work/actual"
same "--sessions of $# logs at once" "$work/expected" "$work/actual"

samples=${BSODUTILS_SAMPLES-}/dumpstack
if [ -d "$samples" ]; then
	cd "$samples" || exit 99
	# 23 has a name of raw bytes, 28 was edited.
	compare 02.log 07.log 10.log 13.log 15.log 24.log 27.log
	cd "$work/fixtures" || exit 99
	set -- "$samples"/*.log
else
	printf 'SKIPPED in part: no real logs (BSODUTILS_SAMPLES)\n'
	set --
fi

# shellcheck disable=SC2035 # the fixtures' names are ours
if ! command -v python3 >/dev/null; then
	printf 'oracle-dslog: %d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -gt 0 ] || skip "python3 is not installed; the rest passed"
elif python3 "$oracle/offsets.py" "$tool" *.log *.tmp "$@" >"$work/offsets"; then
	pass
	cat "$work/offsets"
else
	fail "offsets"
	tail -n 30 "$work/offsets"
fi
finish oracle-dslog
