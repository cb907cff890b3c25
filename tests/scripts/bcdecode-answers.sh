#!/bin/sh
# SPDX-License-Identifier: MIT
# What bcdecode says of all codes at once, too long for golden cases: --list, and the same through the
# filter and --explain; and that --annotate adds lines and changes none.
set -u
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

tool_path bcdecode >/dev/null || skip "bcdecode is not built"
codes=$top/grammars/bugcheck.codes

# count PATTERN FILE: in how many lines it is.
count() {
	grep -c -- "$1" "$2"
}

# The list has every code of the source, in its order; all that is documented is told of each.
whole_list() {
	sed -n 's/^\(0x[0-9a-f]\{8\}\) .*/\1/p' "$codes" >"$work/codes"
	number=$(sed -n 's/^codes //p' "$codes")
	bcdecode --list >"$work/list" 2>"$work/err"
	check "list: status" [ "$?" -eq 0 ]
	check "list: messages" [ ! -s "$work/err" ]
	check "list: $number lines" [ "$(wc -l <"$work/list")" -eq "$number" ]
	sed 's/^{"type":"bugcheck","bugcheck":{"code":"\(0x[0-9a-f]*\)".*/\1/' "$work/list" >"$work/listed"
	same "list: codes" "$work/codes" "$work/listed"
	grep '"documented":true' "$work/list" >"$work/documented"
	grep '"documented":false' "$work/list" >"$work/undocumented"
	check "list: each code is documented or not" [ "$number" -eq \
		"$(($(wc -l <"$work/documented") + $(wc -l <"$work/undocumented")))" ]
	for member in title category forced parameters reference; do
		check "list: every documented code has $member" [ \
			"$(count "\"$member\":" "$work/documented")" -eq "$(wc -l <"$work/documented")" ]
	done
	for member in category causes rules reference; do
		check "list: no undocumented code has $member" [ \
			"$(count "\"$member\":" "$work/undocumented")" -eq 0 ]
	done
	bcdecode --list --text >"$work/table"
	sed -n 's/^\(0x[0-9a-f]\{8\}\)  .*/\1/p' "$work/table" >"$work/listed"
	same "list: codes of the table" "$work/codes" "$work/listed"
	check "list: the table has nothing else" [ "$(wc -l <"$work/table")" -eq "$number" ]
}

list_is_strict_json() {
	python3 -c '' 2>/dev/null || return 0
	check "list: strict JSON" python3 "$top/tests/scripts/check-json.py" "$work/list"
}

# The filter says the same of a code as the list, which has the rules beside it.
filter_agrees() {
	sed '/"code":"0x00000000"/d
		s/,"rules":\[.*/}/
		s/^{"type":"bugcheck",\("bugcheck":{[^}]*}\),\(.*\)$/{\1,"bugcheck_info":{\2}/' \
		"$work/list" >"$work/expected"
	sed 's/,"bugcheck_info":.*/}/' "$work/expected" | bcdecode >"$work/actual"
	same "filter: the same as the list" "$work/expected" "$work/actual"
}

# Each tenth code has a page.
pages() {
	for code in $("${AWK:-awk}" 'NR % 10 == 0' "$work/codes"); do
		bcdecode --explain="$code" >"$work/page" 2>"$work/err"
		check "explain $code: status" [ "$?" -eq 0 ]
		check "explain $code: page" [ -s "$work/page" ]
		check "explain $code: messages" [ ! -s "$work/err" ]
	done
}

# Lines of the input without those that look like notes; grep ends the last one.
without_notes() {
	grep -av '^  |> ' "$1"
}

# annotated WHAT FILE OPTION...
annotated() {
	what=$1 file=$2
	shift 2
	bcdecode --annotate "$@" <"$file" >"$work/annotated" 2>"$work/err"
	without_notes "$file" >"$work/expected"
	without_notes "$work/annotated" >"$work/actual"
	same "annotate: $what" "$work/expected" "$work/actual"
}

annotate_adds_lines() {
	for case in "$top"/tests/cases/bcdecode/*/; do
		case $case in
		*-compressed*) continue ;;
		esac
		[ ! -f "$case/in" ] || annotated "$(basename "$case")" "$case/in"
	done
	annotated "the source of all texts" "$top/grammars/bugcheck.meanings"
	annotated "the source of all codes" "$codes" --from=wer
	check "annotate: every code of its source but 0, and no marker, is explained" [ \
		"$(count '^  |> 0x' "$work/annotated")" -ge 500 ]
	annotated "a program" "$(tool_path bcdecode)"
}

# A line of 2 MiB is not looked into, and told; the next one is.
annotate_long_line() {
	{
		printf 'bugcheck 0x133 '
		head -c 2097152 /dev/zero | tr '\0' x
		printf '\nbugcheck 0x139\n'
	} >"$work/long"
	annotated "a line that is too long" "$work/long"
	check "annotate: notes beside a line that is too long" [ \
		"$(count '^  |> 0x' "$work/annotated")" -eq 1 ]
	check "annotate: $(cat "$work/err")" grep -q \
		'^bcdecode: (standard input):0x0: line of more than 1048576 bytes' "$work/err"
}

whole_list
list_is_strict_json
filter_agrees
pages
annotate_adds_lines
annotate_long_line
finish bcdecode-answers
