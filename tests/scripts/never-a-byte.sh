#!/bin/sh
# SPDX-License-Identifier: MIT
# A DumpStack.log.tmp without header holds what the disk had there before: private data of somebody.
# Nothing of it may come out, in no mode, no hash either. The proof: two files of the same name and
# size, with other bytes in every place, give the same output. The same for what is no log at all.
set -u
. "$(dirname "$0")/common.sh"

tool=$(tool_path dslog-parse) || broken "dslog-parse is not built"
copy_fixtures "$work/fixtures"
mkdir "$work/one" "$work/other"

# All that is said about ./$1 in every mode.
all_modes() {
	for mode in '' --sessions --text '--text --color=always' '--text -v' -v -q -s --check --epoch \
		--is=no_log_written --damage-ok --diagnostics=json '--diagnostics=json -v' \
		'--tag host=x' --no-decompress --unbuffered '--text --diagnostics=json'; do
		# shellcheck disable=SC2086 # options
		"$tool" $mode "./$1" 2>&1
		printf 'status %d\n' $?
	done
}

# $1: name that both copies get; $2, $3: the files
indifferent() {
	cp "$2" "$work/one/$1"
	cp "$3" "$work/other/$1"
	(cd "$work/one" && all_modes "$1") >"$work/said-of-one"
	(cd "$work/other" && all_modes "$1") >"$work/said-of-other"
	same "$1: what is said depends on what is in it" "$work/said-of-one" "$work/said-of-other"
	if LC_ALL=C grep -q INVENTED-PRIVATE-MARK "$work/said-of-one"; then
		fail "$1: its bytes came out"
	else
		pass
	fi
}

# Every byte changed; the size stays.
change() {
	LC_ALL=C tr '\000-\377' '\001-\377\000' <"$1" >"$2"
}

for file in "$work"/fixtures/bad-edge-10-*.tmp; do
	name=$(basename "$file")
	change "$file" "$work/changed"
	indifferent "$name" "$file" "$work/changed"
	indifferent "$(printf %s "$name" | tr '[:lower:]' '[:upper:]')" "$file" "$work/changed"
done
# Without header a log is stale content too, if its name ends in .tmp.
change "$work/fixtures/good-excerpt-no-header.log" "$work/changed"
indifferent excerpt.log.tmp "$work/fixtures/good-excerpt-no-header.log" "$work/changed"
tail -c +5 "$work/fixtures/good-complete-kernel.log" >"$work/beheaded"
change "$work/beheaded" "$work/changed"
indifferent beheaded.log.tmp "$work/beheaded" "$work/changed"

# What is something else: its kind is told, and its size. The mark stands behind the magic.
for magic in 'MZ' 'PK\003\004' '\377\330\377' '%%PDF-' 'regf' '\177ELF'; do
	for text in 'INVENTED-PRIVATE-MARK one' 'another-private-text, 2nd'; do
		# shellcheck disable=SC2059 # magic is a format with escapes
		{
			printf "$magic"
			printf '%s' "$text"
			head -c 4000 /dev/zero | tr '\000' "${text%"${text#?}"}"
		} >"$work/$(printf '%.1s' "$text")"
	done
	indifferent other.log "$work/I" "$work/a"
done
finish never-a-byte
