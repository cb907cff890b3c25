#!/bin/sh
# SPDX-License-Identifier: MIT
# Whole configurations and what crashcfg has to say of them: our own (tests/oracle/crashcfg-cases.json),
# and those that lie in BSODUTILS_SAMPLES/registry/cases. BSODUTILS_REGISTRY_CASES names one more
# folder of such cases.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
[ -f "$build/fixtures/case-01-defaults.hive" ] || broken "no fixtures; run 'make make-fixtures'"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
check "made cases" python3 "$top/tests/oracle/registry_cases.py" "$tool" made "$build/fixtures" \
	"$top/tests/oracle/crashcfg-cases.json"
given=none
for folder in "${BSODUTILS_SAMPLES-/nonexistent}/registry/cases" \
	"${BSODUTILS_REGISTRY_CASES-/nonexistent}"; do
	[ -d "$folder" ] || continue
	given=some
	check "cases in $folder" python3 "$top/tests/oracle/registry_cases.py" "$tool" given "$folder"
done
[ $given = some ] || printf 'SKIPPED in part: no cases of others (BSODUTILS_SAMPLES)\n'
finish registry-cases
