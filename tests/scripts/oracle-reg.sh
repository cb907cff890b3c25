#!/bin/sh
# SPDX-License-Identifier: MIT
# Real hives, and what hivexregedit exports of them as .reg files: crashcfg reads the same values from
# both, and finds the same.
set -u
. "$(dirname "$0")/common.sh"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
samples=${BSODUTILS_SAMPLES-}/registry
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

[ -d "$samples" ] || skip "no real hives (BSODUTILS_SAMPLES)"
command -v python3 >/dev/null || skip "python3 is not installed"
command -v hivexregedit >/dev/null || skip "hivexregedit is not installed (libwin-hivex-perl)"
command -v xz >/dev/null || skip "xz is not installed"

cd "$work" || exit 99
for packed in "$samples"/*.xz; do
	[ -f "$packed" ] || skip "no hives in $samples"
	xz -dc "$packed" >"$(basename "$packed" .xz)" || broken "cannot unpack $packed"
done
set -- *
check "exports" python3 "$top/tests/oracle/registry_export.py" "$tool" "$@"
finish oracle-reg
