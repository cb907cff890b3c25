#!/bin/sh
# SPDX-License-Identifier: MIT
# A dump of each type, cut at every boundary that its maker names and a byte beside it, is told as cut,
# with the right reason. tests/oracle/dump_cuts.py does the work.
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path dumpstat) || broken "dumpstat is not built"
maker=$build/fixtures/src/mkdump
[ -x "$maker" ] || broken "mkdump is not built"
[ -f "$build/fixtures/good-full-x64.dmp" ] || broken "no fixtures; run 'make make-fixtures'"
mkdir "$work/cuts"
python3 "$top/tests/oracle/dump_cuts.py" "$tool" "$maker" "$top/fixtures/src/dump" "$build/fixtures" \
	"$work/cuts"
check "cuts" [ $? -eq 0 ]
finish dump-truncation
