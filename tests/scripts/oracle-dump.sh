#!/bin/sh
# SPDX-License-Identifier: MIT
# What dumpstat reads off dumps: against a second reading (tests/oracle/dump.py) of all fixtures,
# against facts of public dumps (tests/oracle/dumps.tsv), and against file(1). The headers among them
# lie in BSODUTILS_SAMPLES/dumps; the small dumps of rizin's tests are read where BSODUTILS_TESTBINS
# names a copy of the repository rizinorg/rizin-testbins, or a folder with its dmp/*.dmp.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path dumpstat) || broken "dumpstat is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
set -- "$build"/fixtures/*.dmp
[ -f "$1" ] || broken "no fixtures in $build/fixtures; run 'make make-fixtures'"

# lines OUTPUT FILE...: what dumpstat says of them, with all details
lines() {
	lines_to=$1
	shift
	"$tool" --drivers --stack --blobs --runs --raw "$@" >"$lines_to" 2>"$work/err"
	lines_status=$?
	case $lines_status in
	0 | 3) pass ;;
	*) fail "status $lines_status: $(tail -n 1 "$work/err")" ;;
	esac
}

compare() {
	compare_what=$1
	python3 "$top/tests/oracle/dump_compare.py" "$@"
	check "$compare_what" [ $? -eq 0 ]
}

# Public dumps. The facts tell which of the files are known.
public() {
	set --
	for public_dump in "${BSODUTILS_SAMPLES-}"/dumps/*.hdr; do
		[ ! -f "$public_dump" ] || set -- "$@" "$public_dump"
	done
	[ $# -gt 0 ] || printf 'SKIPPED in part: no headers of real dumps (BSODUTILS_SAMPLES)\n'
	rizin=none
	for public_dump in "${BSODUTILS_TESTBINS-/nonexistent}"/dmp/triage_*.dmp \
		"${BSODUTILS_TESTBINS-/nonexistent}"/triage_*.dmp; do
		[ -f "$public_dump" ] || continue
		set -- "$@" "$public_dump"
		rizin=some
	done
	[ $rizin = some ] || printf 'SKIPPED in part: no real small dumps (BSODUTILS_TESTBINS)\n'
	[ $# -gt 0 ] || return
	lines "$work/public.jsonl" "$@"
	compare facts "$work/public.jsonl" "$top/tests/oracle/dumps.tsv"
	compare reading "$work/public.jsonl" "$@"
}

lines "$work/lines.jsonl" "$@"
compare reading "$work/lines.jsonl" "$@"
compare status "$work/lines.jsonl" "$tool" "$@"
if command -v file >/dev/null; then
	file -- "$@" >"$work/file"
	compare file "$work/lines.jsonl" "$work/file"
else
	printf 'SKIPPED in part: file is not installed\n'
fi
public
finish oracle-dump
