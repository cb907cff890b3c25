#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the examples of the man pages and of README.md, and compares what they print (on both
# standard output and standard error) with what the page says. They run in a folder that holds the
# made fixtures, and two of them, good-stalled-slow-disk.log and crash-whole-story.evtx, under the
# names DumpStack.log and System.evtx too.
set -u
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || skip "jq is not installed (Debian: jq)"

fresh_folder() {
	rm -rf "$work/folder"
	cp -R "$work/fixtures" "$work/folder"
	cd "$work/folder" || exit 99
}

# Blank lines at the end do not count.
trim_end() {
	awk '/^$/ { blank++; next } { while (blank > 0) { print ""; blank-- } print }' "$1"
}

# $1: the files of the example, without their suffix; $2: where it stands
run_example() {
	# The status of the example before is known to this one, as in a shell.
	{
		printf '(exit %d)\n' "$status"
		cat "$1.command"
	} >"$work/command"
	timeout 60 sh "$work/command" </dev/null >"$work/both" 2>&1
	status=$?
	trim_end "$work/both" >"$work/actual"
	same "$2: $(cat "$1.command")" "$1.expected" "$work/actual"
}

copy_fixtures "$work/fixtures"
copy_registry_fixtures "$work/fixtures"
cp "$work/fixtures/good-stalled-slow-disk.log" "$work/fixtures/DumpStack.log" ||
	broken "no fixture good-stalled-slow-disk.log"
cp "$work/fixtures/crash-whole-story.evtx" "$work/fixtures/System.evtx" ||
	broken "no fixture crash-whole-story.evtx"
for page in "$top"/man/*.[1-9] "$top/README.md"; do
	[ -f "$page" ] || continue
	name=${page#"$top/"}
	rm -rf "$work/examples"
	mkdir "$work/examples"
	LC_ALL=C awk -v to="$work/examples" -f "$top/tests/scripts/examples.awk" "$page" ||
		broken "cannot read the examples of $name"
	fresh_folder
	status=0
	before="$passed $failed"
	for command in "$work"/examples/*.command; do
		[ -f "$command" ] || break
		read -r line <"${command%.command}.line"
		run_example "${command%.command}" "$name:$line"
	done
	case $name in
	*.1 | README.md) check "$name: no example" [ "$before" != "$passed $failed" ] ;;
	esac
done
finish man-examples
