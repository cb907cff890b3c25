#!/bin/sh
# SPDX-License-Identifier: MIT
# The made crash dumps: all of them exist and are described, the same description gives the same
# bytes, a second reading (tests/oracle/dump.py) finds in the undamaged ones what it ought to, holes
# stay holes, and mistakes in a description are named.
set -u
. "$(dirname "$0")/common.sh"

maker=$build/fixtures/src/mkdump
sources=$top/fixtures/src/dump
[ -x "$maker" ] || broken "mkdump is not built"

# The first line of a description is its sentence in the README.
described() {
	sentence=$(sed -n '1s/^# //p' "$1")
	grep -q -x -F -e "| \`$2\` | $sentence |" "$top/fixtures/README.md"
}

each_fixture() {
	for description in "$sources"/*.dumpt; do
		name=$(basename "$description" .dumpt)
		case $name in
		huge-*)
			check "$name is not described" described "$description" "$name.dumpt"
			continue
			;;
		esac
		check "$name is not described" described "$description" "$name.dmp"
		check "$name.dmp is not made" [ -f "$build/fixtures/$name.dmp" ]
		"$maker" "$description" "$work/again" 2>"$work/err" || fail "$name: $(cat "$work/err")"
		check "$name.dmp comes out differently" cmp -s "$build/fixtures/$name.dmp" "$work/again"
	done
	for made in "$build"/fixtures/*.dmp; do
		name=$(basename "$made" .dmp)
		check "$name has no description" [ -f "$sources/$name.dumpt" ]
	done
}

# No two fixtures are the same.
each_differs() {
	cksum "$build"/fixtures/*.dmp | sort | awk '$1 " " $2 == last { print $3 } { last = $1 " " $2 }' \
		>"$work/twins"
	check "the same bytes twice: $(cat "$work/twins")" [ ! -s "$work/twins" ]
}

# Undamaged dumps break no rule; what lies further on in an image is not looked for. Of the damaged
# ones many do: the reading sees damage.
second_reading() {
	if ! command -v python3 >/dev/null; then
		echo "NOTE: $script: python3 is not installed; no second reading"
		return
	fi
	python3 "$top/tests/oracle/dump.py" "$build"/fixtures/*.dmp >"$work/read" 2>"$work/err" ||
		fail "the second reading: $(tail -n 1 "$work/err")"
	for made in "$build"/fixtures/good-*.dmp "$build"/fixtures/crash-*.dmp; do
		name=$(basename "$made")
		case $name in
		good-raw-image-*) wanted='"signature": null}' ;;
		crash-*-cut.dmp) wanted='"problems": ["the file is too short"]' ;;
		*) wanted='"problems": []' ;;
		esac
		grep -F -e "{\"file\": \"$name\"" "$work/read" >"$work/line"
		check "$name: not $wanted" grep -q -F -e "$wanted" "$work/line"
	done
	check "the damage is not seen" \
		[ "$(grep -c '^{"file": "bad-.*"problems": \["' "$work/read")" -gt 80 ]
}

# huge NAME SIZE MOST: is it as large as that, and no more than MOST KiB on the disk?
huge() {
	if ! "$maker" "$sources/$1.dumpt" "$work/huge" 2>"$work/err"; then
		echo "NOTE: $script: $1 cannot be made here: $(cat "$work/err")"
		return
	fi
	check "$1: not $2 bytes" [ "$(wc -c <"$work/huge")" -eq "$2" ]
	check "$1: no holes" [ "$(du -k "$work/huge" | cut -f1)" -le "$3" ]
	rm -f "$work/huge"
}

# mistake MESSAGE LINE...: is the mistake in the last of these lines named?
mistake() {
	message=$1
	shift
	printf '%s\n' "$@" >"$work/mistake.dumpt"
	"$maker" "$work/mistake.dumpt" "$work/out" 2>"$work/err"
	check "$message: another status" [ $? -eq 1 ]
	check "$message: $(cat "$work/err")" \
		[ "$(cat "$work/err")" = "mkdump: $work/mistake.dumpt:$#: $message" ]
	check "$message: something was made" [ ! -e "$work/out" ]
}

each_fixture
each_differs
second_reading
huge huge-full-64-gib 68719487044 256
huge huge-page-file-32-gib 34359738368 256
mistake "unknown command 'dumb'" 'dump kernel x64 full' 'dumb'
mistake "unknown writer or machine" 'dump kernel x65 full'
mistake "there is no dump yet" 'run 1 1'
mistake "there is no place or field 'BugCheckCod'" 'dump kernel x64 full' 'set BugCheckCod 1'
mistake "'0x100000000' does not fit into 4 bytes" 'dump kernel x64 full' \
	'set BugCheckCode 0x100000000'
mistake "'exampledrv.sys' is neither a number nor a known name" 'dump kernel x64 full' \
	'set BugCheckParameter1 exampledrv.sys'
mistake "'3' is not understood here" 'dump kernel x64 full' 'run 1 2 3'
mistake "a frame outside of the stack" 'dump kernel x64 triage' 'stack 16' 'frame 9 1' 'triage'
mistake "a page beyond the bitmap" 'dump kernel x64 bitmap_full' 'bitmap FDMP 8 8'
mistake "a place outside of the file" 'dump kernel x64 full' 'cut 0x2001'
"$maker" --places "$sources/good-triage-kernel-26100.dumpt" >"$work/places"
check "the place of TRGD" grep -q -x '14844 4 valid' "$work/places"
# shellcheck disable=SC2016 # for awk
check "places are not sorted" awk '$1 < last { exit 1 } { last = $1 }' "$work/places"
finish dump-fixtures
