#!/bin/sh
# SPDX-License-Identifier: MIT
# Every test: check-matrix.sh SRC [STEP]...
# Needs SRC/configure and the packages that "./bootstrap check" installs; builds in SRC/build/check-*,
# keeps a log of each step in SRC/build/log, and the sums in SRC/build/log/totals. Two cores are
# assumed; JOBS=N in the environment says otherwise.
set -u

src=$(cd "${1:?usage: check-matrix.sh SRC [STEP]...}" && pwd) || exit 2
shift
cd "$src" || exit 2
[ -x configure ] || {
	echo "check-matrix: no configure in $src; run ./bootstrap check" >&2
	exit 2
}
jobs=${JOBS:-2}
logs=$src/build/log
: "${BSODUTILS_SAMPLES:=$src/../shared/samples}"
export BSODUTILS_SAMPLES
unset MAKEFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS CC WRAPPER DESTDIR
LC_ALL=C
export LC_ALL

# The steps, quick ones first.
all_steps='format layers man shell gcc install valgrind clang distcheck tarball'

need() {
	for program; do
		command -v "$program" >/dev/null || {
			echo "SKIP: $program is not installed"
			exit 77
		}
	done
}

# The source files, as the layers test knows them.
list_files() (
	top_srcdir=$src
	. "$src/tests/scripts/common.sh"
	tree_files
)

# configure_in FOLDER OPTION...: configures below build/ unless that was done from this configure.
configure_in() {
	mkdir -p "build/$1"
	cd "build/$1" || exit 1
	shift
	printf '%s\n' "$@" >options.new
	if [ ! -f Makefile ] || [ -n "$(find ../../configure -newer configure.done)" ] ||
		! cmp -s options.new options.used; then
		../../configure "$@" && touch configure.done && mv options.new options.used
	fi
}

# --- the steps; each runs in a shell of its own, with set -e; 77 means skipped ---

step_format() {
	need clang-format
	list_files | grep -E '\.[ch]$' | tr '\n' '\0' | xargs -0 clang-format --dry-run -Werror
}

step_layers() {
	top_srcdir=$src sh tests/scripts/layers.sh
}

step_man() {
	need mandoc
	set -- man/*.[1-9]
	[ -f "$1" ] || {
		echo "no man pages in man/"
		exit 1
	}
	mandoc -T lint -W warning "$@"
}

# SC2317 takes functions that are called by a name in a variable for dead code.
step_shell() {
	need shellcheck
	list_files | grep -E '(\.sh|^bootstrap|^\.ci/run)$' | tr '\n' '\0' |
		xargs -0 shellcheck --shell=sh --source-path=SCRIPTDIR --external-sources --exclude=SC2317
}

step_gcc() {
	configure_in check-gcc CC=gcc --enable-werror
	make -j "$jobs"
	make -k -j "$jobs" check-output
}

# Uses the build of step gcc.
step_install() {
	cd build/check-gcc
	rm -rf root
	make install DESTDIR="$PWD/root"
	for tool in dslog-parse evtx2json bcdecode dumpstat crashcfg; do
		for file in "bin/$tool" "share/man/man1/$tool.1" \
			"share/bash-completion/completions/$tool" \
			"share/zsh/site-functions/_$tool" "share/fish/vendor_completions.d/$tool.fish"; do
			[ -s "root/usr/local/$file" ] || {
				echo "not installed: $file"
				missing=yes
			}
		done
		"root/usr/local/bin/$tool" --version
	done
	[ -z "${missing-}" ]
	for page in "$src"/man/*.5; do
		[ ! -f "$page" ] || [ -s "root/usr/local/share/man/man5/${page##*/}" ]
	done
	make uninstall DESTDIR="$PWD/root"
	find root -type f -o -type l >left
	if [ -s left ]; then
		echo "left behind by make uninstall:"
		cat left
		exit 1
	fi
}

# Uses the build of step gcc. PCRE2's compiled patterns run natively, which valgrind cannot follow
# in all of its details: see tests/scripts/valgrind.supp.
step_valgrind() {
	need valgrind
	cd build/check-gcc
	supp=$src/tests/scripts/valgrind.supp
	WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite"
	[ ! -f "$supp" ] || WRAPPER="$WRAPPER --suppressions=$supp"
	CASE_TIMEOUT=300
	export WRAPPER CASE_TIMEOUT
	top_srcdir=$src top_builddir=$PWD
	export top_srcdir top_builddir
	# One case in twelve: step clang runs all of them under sanitizers.
	"$src/tests/scripts/golden.sh" --list | awk '++n % 12 == 1' |
		xargs -P "$jobs" -n 24 sh "$src/tests/scripts/golden.sh"
}

# Leaks can be looked for only where ptrace(2) is allowed, which some containers forbid.
leaks_can_be_found() {
	printf 'int main(void) { return 0; }\n' >leak.c
	clang -fsanitize=address leak.c -o leak && ASAN_OPTIONS=detect_leaks=1 ./leak
}

step_clang() {
	need clang
	configure_in check-clang CC=clang CFLAGS='-O1 -gline-tables-only' --enable-werror \
		--enable-sanitizers=address,undefined
	leaks=1
	leaks_can_be_found || {
		leaks=0
		echo "NOTE: the leak sanitizer does not run here"
	}
	ASAN_OPTIONS=exitcode=99:detect_leaks=$leaks:strict_string_checks=1:detect_stack_use_after_return=1
	UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
	export ASAN_OPTIONS UBSAN_OPTIONS
	make -j "$jobs"
	make -k -j "$jobs" check-memory
}

# Does the tarball build and install, from a tree that is read only, and clean up behind itself? What
# the tests find is found elsewhere; these read files of all folders. Optimisation and hardening cost
# time.
distcheck_scripts='golden-dslog-parse golden-crashcfg registry-rules oracle-dslog options man-examples facts'
step_distcheck() {
	configure_in check-distcheck
	# A failed run leaves a folder without write permission.
	chmod -R u+w bsodutils-* 2>/dev/null || :
	rm -rf bsodutils-*
	tests=
	for script in $distcheck_scripts; do
		tests="$tests tests/scripts/$script.sh"
	done
	make -j "$jobs" distcheck check_PROGRAMS= TESTS="$tests" \
		AM_DISTCHECK_CONFIGURE_FLAGS="--enable-werror --disable-hardening CFLAGS=-O0"
}

# Uses the tarball of step distcheck: it holds what git tracks, and what autoreconf makes.
step_tarball() {
	cd build/check-distcheck
	set -- bsodutils-*.tar.*
	[ -f "$1" ] || {
		echo "no tarball: step distcheck failed"
		exit 1
	}
	git -c safe.directory='*' -C "$src" ls-files | LC_ALL=C sort >tracked
	if [ ! -s tracked ] || [ ! -e "$src/.git" ]; then
		echo "SKIP: not a git work tree with tracked files"
		exit 77
	fi
	grep -v -x -E '\.gitignore|\.gitattributes' tracked >tracked.dist
	tar tf "$1" | grep -v '/$' | sed 's|^[^/]*/||' | grep -v -x -E \
		'configure|aclocal\.m4|Makefile\.in|INSTALL|build-aux/(ar-lib|compile|config\.(guess|sub)|depcomp|install-sh|missing|test-driver)' |
		LC_ALL=C sort >packed
	comm -23 tracked.dist packed | sed 's/^/not in the tarball: /' >differences
	comm -13 tracked.dist packed | sed 's/^/not tracked, or generated: /' >>differences
	cat differences
	[ ! -s differences ]
}

# --- running them ---

passed=0 failed=0 skipped=0

# Sums of automake's summary lines in a log: number_of PASS LOG
number_of() {
	awk -v name="$1" '$1 == "#" && $2 == name ":" { sum += $3 } END { print sum + 0 }' "$2"
}

# Counts the step's tests, or the step itself where it has none.
count_step() {
	log=$1
	inner_passed=$(number_of PASS "$log")
	inner_failed=$(($(number_of FAIL "$log") + $(number_of ERROR "$log") + $(number_of XPASS "$log")))
	inner_skipped=$(($(number_of SKIP "$log") + $(number_of XFAIL "$log")))
	passed=$((passed + inner_passed))
	failed=$((failed + inner_failed))
	skipped=$((skipped + inner_skipped))
	case $2 in
	0) word=ok && [ "$inner_passed" -gt 0 ] || passed=$((passed + 1)) ;;
	77) word=SKIP skipped=$((skipped + 1)) ;;
	*) word=FAIL && [ "$inner_failed" -gt 0 ] || failed=$((failed + 1)) ;;
	esac
	tests=
	[ $((inner_passed + inner_failed + inner_skipped)) -eq 0 ] ||
		tests="$inner_passed passed, $inner_failed failed, $inner_skipped skipped"
}

# What of a log tells most: failed tests, else its end.
show_failure() {
	grep -E '^(FAIL|ERROR|XPASS)' "$1" | head -n 20
	# Each failing test's own log, where automake gathered them.
	suite=$(find "build/check-$2" -name test-suite.log 2>/dev/null | head -n 1)
	if [ -n "$suite" ] && grep -q -E '^(FAIL|ERROR): ' "$1"; then
		sed -n -E '/^(FAIL|ERROR)/,$p' "$suite" | head -n 60
	else
		tail -n 30 "$1"
	fi
	echo "     all of it: $1"
}

run_step() {
	log=$logs/$1.log
	started=$(date +%s)
	(
		set -e
		"step_$1"
	) >"$log" 2>&1 </dev/null
	status=$?
	count_step "$log" "$status"
	printf '%-4s %-10s %4d s  %s\n' "$word" "$1" $(($(date +%s) - started)) "$tests"
	grep -h -E '^(NOTE|SKIP): ' "$log" | sort -u | sed 's/^/     /'
	[ "$status" -eq 0 ] || [ "$status" -eq 77 ] || show_failure "$log" "$1"
}

mkdir -p "$logs"
rm -f "$logs/totals"
# shellcheck disable=SC2086 # a list of names
[ $# -gt 0 ] || set -- $all_steps
began=$(date +%s)
for step; do
	run_step "$step"
done
printf 'in %d s; logs in %s\n' $(($(date +%s) - began)) "build/log"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped" | tee "$logs/totals"
[ "$failed" -eq 0 ]
