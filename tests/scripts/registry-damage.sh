#!/bin/sh
# SPDX-License-Identifier: MIT
# Damaged hives, logs and .reg files, always the same: JSON lines and a status that there is, in time.
# Then what is no file: devices and folders are refused, pipes and compressed files are read.
# More of it: ROUNDS=5000 sh registry-damage.sh
set -u
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
maker=$build/fixtures/src/mkhive
fixtures=$build/fixtures
[ -f "$fixtures/good-base.hive" ] || broken "no fixtures; run 'make make-fixtures'"
[ -x "$maker" ] || broken "mkhive is not built"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
rounds=${ROUNDS:-300}
mkdir "$work/damaged"

# damage KIND ROUNDS FILE
damage() {
	(cd "$work/damaged" && python3 "$top/tests/stress/registry_damage.py" --rounds="$2" \
		"$tool" "$1" "$3")
	check "$1 of $3" [ $? -eq 0 ]
}

# Fixtures that are damaged, or nothing that can be read: lines, and a status of their own.
fixtures_end() {
	for fixture in "$fixtures"/bad-*.hive "$fixtures"/unsupported-*.hive; do
		timeout 60 "$tool" --diagnostics=json --now=2024-06-01T00:00:00Z "$fixture" \
			>"$work/lines" 2>"$work/err"
		fixture_status=$?
		case $fixture_status in
		0 | 3) pass ;;
		*) fail "$fixture: status $fixture_status: $(head -n 1 "$work/err")" ;;
		esac
		check "$fixture: nothing was said" [ -s "$work/lines" ]
		check "$fixture: not JSON" python3 "$top/tests/scripts/check-json.py" "$work/lines"
	done
}

# refused WORDS FILE: status 2, and a message with these words
refused() {
	timeout 60 "$tool" "$2" >"$work/lines" 2>"$work/err" </dev/null
	refused_status=$?
	check "$2: status $refused_status" [ $refused_status -eq 2 ]
	check "$2: lines were printed" [ ! -s "$work/lines" ]
	check "$2: says $(cat "$work/err")" grep -q "$1" "$work/err"
}

# The line of a hive without what depends on how it is named.
line_of() {
	sed 's/,"file":.*//' "$1"
}

# read_as WHAT COMMAND...: does the command print what the file gives?
read_as() {
	read_as_what=$1
	shift
	timeout 60 "$@" >"$work/other" 2>"$work/err"
	check "$read_as_what: status $?, $(head -n 1 "$work/err")" [ ! -s "$work/err" ]
	line_of "$work/other" >"$work/other.lines"
	same "$read_as_what" "$work/plain.lines" "$work/other.lines"
}

no_files() {
	refused 'device' /dev/null
	refused 'device' /dev/zero
	refused 'directory' "$work"
	refused 'No such file' "$work/nothing"
	hive=$fixtures/good-base.hive now=--now=2024-06-01T00:00:00Z
	"$tool" $now "$hive" >"$work/plain"
	line_of "$work/plain" >"$work/plain.lines"
	# shellcheck disable=SC2016 # expanded by that shell
	read_as 'standard input' sh -c 'exec "$1" "$2" <"$3"' - "$tool" $now "$hive"
	# shellcheck disable=SC2016
	read_as 'a pipe' sh -c 'cat "$3" | "$1" "$2"' - "$tool" $now "$hive"
	mkfifo "$work/fifo"
	cat "$hive" >"$work/fifo" &
	read_as 'a FIFO' "$tool" $now "$work/fifo"
	wait
	for packer in gzip xz bzip2 zstd; do
		command -v $packer >/dev/null || continue
		$packer -c <"$hive" >"$work/packed"
		read_as $packer "$tool" $now "$work/packed"
	done
}

damage bytes 0 "$fixtures/good-base.hive"
damage cuts 100 "$fixtures/good-large-data.hive"
damage random "$rounds" "$fixtures/good-leaf-ri.hive"
damage random "$rounds" "$fixtures/good-names-utf16.hive"
damage random "$rounds" "$fixtures/good-large-data.hive"
damage logs "$rounds" "$fixtures/good-log-new.hive"
damage logs "$rounds" "$fixtures/good-log-two.hive"
damage logs "$rounds" "$fixtures/good-log-old.hive"
damage text "$rounds" "$fixtures/good-base.reg"
damage text "$rounds" "$fixtures/case-06-hotkeys.reg"
fixtures_end
no_files
"$maker" "$top/fixtures/src/registry/huge-16-mib.hivet" "$work/huge" || broken "mkhive"
damage random $((rounds / 10)) "$work/huge"
damage cuts 20 "$work/huge"
finish registry-damage
