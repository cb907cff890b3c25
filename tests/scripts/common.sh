# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the test scripts share; they source it first. Sets top, build (absolute), tools (the names),
# work (a folder that is removed at the end) and PATH, with the built tools first.

LC_ALL=C TZ=UTC TERM=dumb
export LC_ALL TZ TERM
unset NO_COLOR CLICOLOR CLICOLOR_FORCE POSIXLY_CORRECT GREP_OPTIONS

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
build=$(cd "${top_builddir:-.}" && pwd) || exit 99
# shellcheck disable=SC2034 # for the scripts that source this
tools=${TOOLS:-dslog-parse bcdecode dumpstat evtx2json crashcfg}
script=$(basename "$0" .sh)
failed=0
passed=0

# Status 77 is automake's word for "skipped".
skip() {
	printf 'SKIP: %s: %s\n' "$script" "$*"
	exit 77
}

# A fault of the test's surroundings, not of what is tested.
broken() {
	printf 'ERROR: %s: %s\n' "$script" "$*" >&2
	exit 99
}

fail() {
	printf 'FAIL %s\n' "$*"
	failed=$((failed + 1))
}

pass() {
	passed=$((passed + 1))
}

# Counts a check that is true (status 0) as passed, else as failed: check DESCRIPTION COMMAND...
check() {
	check_what=$1
	shift
	if "$@"; then
		pass
	else
		fail "$check_what"
	fi
}

# same DESCRIPTION EXPECTED-FILE ACTUAL-FILE: are they equal, byte for byte?
same() {
	if cmp -s "$2" "$3"; then
		pass
	else
		fail "$1"
		diff -u "$2" "$3" | head -n 20
	fi
}

# Prints the count line and ends the script. $1: what it is about.
finish() {
	printf '%s: %d passed' "$1" "$passed"
	[ "$failed" -eq 0 ] || printf ', %d failed' "$failed"
	printf '\n'
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
	exit
}

# The path of a built tool.
tool_path() {
	for tool_path_at in "$build/$1" "$build/cmd/$1"; do
		if [ -f "$tool_path_at" ] && [ -x "$tool_path_at" ]; then
			printf '%s\n' "$tool_path_at"
			return
		fi
	done
	return 1
}

# copy_fixtures FOLDER [without-dumps]: copies of the made fixtures, under their bare names. Not links:
# some programs refuse those, and a test may change what it was given. Dumps are many.
copy_fixtures() {
	mkdir -p "$1" || broken "cannot make $1"
	copy_fixtures_to=$1 copy_fixtures_which=${2-}
	set -- "$build"/fixtures/*.log "$build"/fixtures/*.tmp
	[ -f "$1" ] || broken "no fixtures in $build/fixtures; run 'make make-fixtures'"
	set -- "$@" "$build"/fixtures/*.evtx "$build"/fixtures/*.xml "$build"/fixtures/*.txt
	[ "$copy_fixtures_which" = without-dumps ] || set -- "$@" "$build"/fixtures/*.dmp
	cp "$@" "$copy_fixtures_to/" || broken "cannot copy the fixtures"
}

# copy_registry_fixtures FOLDER: copies of the made hives, of their logs, and of their twins as text.
copy_registry_fixtures() {
	mkdir -p "$1" || broken "cannot make $1"
	copy_fixtures_to=$1
	set -- "$build"/fixtures/*.hive
	[ -f "$1" ] || broken "no hives in $build/fixtures; run 'make make-fixtures'"
	cp "$@" "$build"/fixtures/*.hive.LOG* "$build"/fixtures/*.reg "$copy_fixtures_to/" ||
		broken "cannot copy the hives"
}

# The files of the source tree, one a line: git's list in a work tree, else (a tarball) all of them
# but what is generated.
tree_files() {
	if [ -z "$(git -c safe.directory='*' -C "$top" rev-parse --show-prefix 2>&1)" ] &&
		git -c safe.directory='*' -C "$top" ls-files | grep -q .; then
		git -c safe.directory='*' -C "$top" ls-files --cached --others --exclude-standard |
			while IFS= read -r tree_file; do
				[ ! -f "$top/$tree_file" ] || printf '%s\n' "$tree_file"
			done
	else
		(cd "$top" && find . \( -name .git -o -name autom4te.cache -o -path ./build -o \
			-path ./_build -o -path ./_inst -o -path "./bsodutils-*" -o -name .deps -o -name __pycache__ \) -prune -o -type f \
			! -name Makefile.in ! -name aclocal.m4 ! -path './configure*' \
			! -path './build-aux/ar-lib' ! -path './build-aux/compile' \
			! -path './build-aux/depcomp' ! -path './build-aux/install-sh' \
			! -path './build-aux/missing' ! -path './build-aux/test-driver' -print) |
			sed 's|^\./||'
		[ ! -f "$top/configure.ac" ] || echo configure.ac
	fi | LC_ALL=C sort -u
}

work=$(mktemp -d "${TMPDIR:-/tmp}/bsodutils-$script.XXXXXX") || exit 99
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 99' HUP INT PIPE TERM
PATH=$build:$build/cmd:$PATH
export PATH
