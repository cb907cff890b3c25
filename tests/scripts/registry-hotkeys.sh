#!/bin/sh
# SPDX-License-Identifier: MIT
# Every index of Dump2Key and every combination of bits of Dump1Keys, against a table of the keyboard
# that the tests have for themselves (tests/oracle/keyboard.tsv).
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
cd "$work" || exit 99
check "hotkeys" python3 "$top/tests/oracle/registry_hotkeys.py" "$tool" \
	"$top/tests/oracle/keyboard.tsv"
finish registry-hotkeys
