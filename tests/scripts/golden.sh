#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the golden cases: golden.sh [--update | --list] [TOOL | TOOL/CASE]...
#
# A case is a folder tests/cases/TOOL/CASE with any of
#   args    one line of shell words that follow the tool's name
#   in      standard input (absent: /dev/null)
#   stdin   the name of a fixture to be standard input
#   setup   shell commands, sourced before in a folder of the case's own (to make files; it may leave
#           one process in the background)
#   out     what must come on standard output
#   err     what must come on standard error (absent: nothing)
#   status  the exit status (absent: 0)
# It runs in a folder that holds all made fixtures, so that names in args are bare.
# --list prints the names of the cases; --update writes out, err and status anew; look at what git diff shows.
# WRAPPER, in the environment, is put in front of the tool: WRAPPER='valgrind -q'.
# CASE_TIMEOUT is the seconds that a case may take.
set -u
. "$(dirname "$0")/common.sh"

cases=$top/tests/cases
limit=${CASE_TIMEOUT:-60}
update=no
if [ "${1-}" = --update ]; then
	update=yes
	shift
fi
# shellcheck disable=SC2086 # a list of names
[ $# -gt 0 ] || set -- $tools

if [ "${1-}" = --list ]; then
	cd "$cases" || exit 99
	for folder in */*/; do
		printf '%s\n' "${folder%/}"
	done
	exit
fi

# Runs the tool ($1) with the words of the case's args; leaves $work/out, err and the status in got.
run_tool() {
	words=
	[ ! -f "$folder/args" ] || IFS= read -r words <"$folder/args" || [ -n "$words" ]
	input=/dev/null
	[ ! -f "$folder/in" ] || input=$folder/in
	[ ! -f "$folder/stdin" ] || read -r input <"$folder/stdin"
	eval "set -- \"\$1\" $words"
	# shellcheck disable=SC2086 # WRAPPER is a command with options
	timeout "$limit" ${WRAPPER-} "$@" <"$input" >"$work/out" 2>"$work/err"
}

# The same in a folder of its own, after the case's setup.
run_tool_with_setup() (
	rm -rf "$work/own"
	cp -R "$work/shared" "$work/own"
	cd "$work/own" || exit 99
	# shellcheck disable=SC1091 # the case's own
	. "$folder/setup" || exit 99
	run_tool "$1"
	tool_status=$?
	[ -z "${!-}" ] || kill "$!" 2>/dev/null # a writer nobody listened to
	exit "$tool_status"
)

update_case() {
	cp "$work/out" "$folder/out"
	rm -f "$folder/err" "$folder/status"
	[ ! -s "$work/err" ] || cp "$work/err" "$folder/err"
	[ "$got" -eq 0 ] || printf '%s\n' "$got" >"$folder/status"
	pass
}

# Prints how a file of the case differs from what came.
show_difference() {
	diff -u --label "golden $1" --label "actual $1" "$2" "$3" | cat -v | cut -c1-400 | head -n 60
}

compare_case() {
	want=0
	[ ! -f "$folder/status" ] || read -r want <"$folder/status"
	expected_out=/dev/null expected_err=/dev/null
	[ ! -f "$folder/out" ] || expected_out=$folder/out
	[ ! -f "$folder/err" ] || expected_err=$folder/err
	if [ "$got" = "$want" ] && cmp -s "$expected_out" "$work/out" &&
		cmp -s "$expected_err" "$work/err"; then
		pass
		return
	fi
	fail "$name"
	[ "$got" = "$want" ] || printf 'status %s, not %s%s\n' "$got" "$want" \
		"$([ "$got" -ne 124 ] || echo " (stopped after $limit s)")"
	show_difference out "$expected_out" "$work/out"
	show_difference err "$expected_err" "$work/err"
}

# $1: TOOL/CASE
run_case() {
	name=$1
	folder=$cases/$1
	if [ -f "$folder/setup" ]; then
		run_tool_with_setup "$tool"
	else
		run_tool "$tool"
	fi
	got=$?
	if [ "$update" = yes ]; then
		update_case
	else
		compare_case
	fi
}

about="golden $*"
[ $# -le 3 ] || about="golden: $1 and others"
case " $*" in
*" dumpstat"* | *" crashcfg"*) copy_fixtures "$work/shared" ;;
*) copy_fixtures "$work/shared" without-dumps ;;
esac
case " $*" in
*" crashcfg"*) copy_registry_fixtures "$work/shared" ;;
esac
cd "$work/shared" || exit 99
for wanted; do
	tool=$(tool_path "${wanted%%/*}") || broken "${wanted%%/*} is not built"
	case $wanted in
	*/*) set -- "$cases/$wanted/" ;;
	*) set -- "$cases/$wanted"/*/ ;;
	esac
	[ -d "$1" ] || broken "no cases for $wanted"
	for found; do
		found=${found%/}
		run_case "${found#"$cases/"}"
	done
done
finish "$about"
