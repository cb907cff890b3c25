#!/bin/sh
# SPDX-License-Identifier: MIT
# A hive, the .reg file of the same keys and values, and further forms of that (UTF-8, REGEDIT4, without
# a header, another mount, the running machine, "reg query") make crashcfg say the same.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
# Damaged hives are no twins; nor is a hive whose logs do not count.
set --
for twin in "$build"/fixtures/good-*.hive "$build"/fixtures/case-*.hive \
	"$build/fixtures/bad-strings-unterminated.hive"; do
	[ -f "$twin" ] || broken "no fixtures; run 'make make-fixtures'"
	twin=$(basename "$twin" .hive)
	[ "$twin" = good-log-clean-hive ] || set -- "$@" "$twin"
done
cd "$work" || exit 99
check "twins" python3 "$top/tests/oracle/registry_twins.py" "$tool" "$build/fixtures" "$@"
finish registry-twins
