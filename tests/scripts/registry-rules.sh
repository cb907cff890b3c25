#!/bin/sh
# SPDX-License-Identifier: MIT
# Each rule of crashcfg hits and does not hit, in each of its severities, as
# tests/oracle/crashcfg-rules.tsv says; the table has to have all rules.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
[ -f "$build/fixtures/good-base.hive" ] || broken "no fixtures; run 'make make-fixtures'"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
check "rules hit and miss" python3 "$top/tests/oracle/registry_rules.py" "$tool" \
	"$build/fixtures" "$top/tests/oracle/crashcfg-rules.tsv"
finish registry-rules
