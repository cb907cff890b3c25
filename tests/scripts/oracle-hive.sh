#!/bin/sh
# SPDX-License-Identifier: MIT
# What crashcfg reads out of hives against libhivex's own tools, and what it makes of transaction logs
# against a second replay (tests/oracle/regf_replay.py): of made hives, and of real ones where
# BSODUTILS_SAMPLES/registry has them (*.xz, with the logs that belong to them beside).
# BSODUTILS_HIVES names one more folder of hives.
set -u
. "$(dirname "$0")/common.sh"
for needed in python3 hivexget hivexregedit hivexml; do
	command -v $needed >/dev/null || skip "$needed is not installed"
done

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
[ -f "$build/fixtures/good-base.hive" ] || broken "no fixtures; run 'make make-fixtures'"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

# compare WHAT HIVE...
compare() {
	compare_what=$1
	shift
	check "$compare_what" python3 "$top/tests/oracle/registry_hivex.py" "$tool" \
		"$top/lib/registry/setting_list.h" "$@"
}

# shellcheck disable=SC2317 # called through check
# says FILE STATUS ID: does crashcfg end with that status, and find that?
says() {
	"$tool" --now=2024-06-01T00:00:00Z "$1" >"$work/lines" 2>"$work/err"
	[ $? -eq "$2" ] && grep -q "\"id\":\"$3\"" "$work/lines"
}

# shellcheck disable=SC2317
is_well_formed() {
	hivexml "$1" >"$work/xml" && { ! command -v xmllint >/dev/null || xmllint --noout "$work/xml"; }
}

# Hives made for this. Those that differ from the base in a value or two only are registry-twins.sh's; one
# that lets a hive grow beyond what crashcfg takes has no second opinion.
made() {
	set --
	for made_hive in "$build"/fixtures/good-*.hive "$build"/fixtures/case-*.hive \
		"$build"/fixtures/bad-log-*.hive "$build"/fixtures/bad-cd06-*.hive \
		"$build"/fixtures/bad-strings-unterminated.hive "$build"/fixtures/bad-many-keys.hive; do
		case $made_hive in
		*/good-cd* | */bad-log-bins-huge.hive) ;;
		*) set -- "$@" "$made_hive" ;;
		esac
	done
	cd "$work" || exit 99
	compare 'made hives' "$@"
	for made_hive in "$build"/fixtures/good-*.hive; do
		check "$made_hive is well-formed" is_well_formed "$made_hive"
	done
}

# With its logs, and without.
real() {
	for real_file in "${BSODUTILS_SAMPLES-/nonexistent}"/registry/*.xz; do
		[ -f "$real_file" ] || continue
		xz -dc "$real_file" >"$work/$(basename "$real_file" .xz)" || broken "$real_file"
	done
	[ ! -d "${BSODUTILS_HIVES-}" ] ||
		find "$BSODUTILS_HIVES" -maxdepth 1 -type f -exec cp {} "$work/" \;
	set --
	for real_file in "$work"/*SYSTEM* "$work"/*_system_hive; do
		case $real_file in
		*.LOG | *.LOG[12] | *'*'*) ;;
		*) set -- "$@" "$real_file" ;;
		esac
	done
	if [ $# -eq 0 ]; then
		printf 'SKIPPED in part: no real hives (BSODUTILS_SAMPLES)\n'
		return
	fi
	compare 'real hives' "$@"
}

known() {
	known_at=${BSODUTILS_SAMPLES-/nonexistent}/registry
	[ ! -f "$work/SYSTEM_2" ] || check 'a dirty hive says so' says "$work/SYSTEM_2" 3 CD01
	[ ! -f "$work/corrupted_system_hive" ] ||
		check 'a damaged hive says so' says "$work/corrupted_system_hive" 3 CD06
	[ ! -f "$known_at/BCD" ] || check 'a BCD hive is named' says "$known_at/BCD" 3 CD02
}

made
real
known
finish oracle-hive
