#!/bin/sh
# SPDX-License-Identifier: MIT
# What bcdecode says of bug checks, against tables that were read off public pages and headers:
# every code, name, parameter and value of them, in words that have to agree; and whole decodes in
# all the ways in which bug checks are written (tests/oracle/bugcheck-decodes.tsv).
set -u
. "$(dirname "$0")/common.sh"

oracle=$top/tests/oracle
tool=$(tool_path bcdecode) || broken "bcdecode is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
command -v python3 >/dev/null || skip "python3 is not installed"

# walk DESCRIPTION TABLES DECODES: "-" for what is not to be done.
walk() {
	walk_what=$1
	shift
	python3 "$oracle/bugcheck.py" "$tool" "$1" "$oracle/bugcheck-left-out.tsv" "$2"
	walk_status=$?
	check "$walk_what (status $walk_status)" [ "$walk_status" -eq 0 ]
}

tables=${BSODUTILS_SAMPLES-}/../reference/bugcheck
if [ -d "$tables" ]; then
	walk "tables" "$tables" -
else
	printf 'SKIPPED in part: no reference tables (../reference/bugcheck beside BSODUTILS_SAMPLES)\n'
fi
walk "decodes" - "$oracle/bugcheck-decodes.tsv"
finish oracle-bugcheck
