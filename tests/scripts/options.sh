#!/bin/sh
# SPDX-License-Identifier: MIT
# The options of each tool: help, man page and completions name the same ones; wrong ones are told
# of on standard error in two lines, with status 2.
set -u
. "$(dirname "$0")/common.sh"

# run WANTED-STATUS WORD...: the tool with these words; leaves $work/out and $work/err.
run() {
	wanted=$1
	shift
	"$path" "$@" </dev/null >"$work/out" 2>"$work/err"
	got=$?
	[ "$got" -eq "$wanted" ] && return
	fail "$tool $*: status $got, not $wanted"
	return 1
}

is_empty() {
	[ ! -s "$1" ]
}

has_lines() {
	[ "$(wc -l <"$2")" -eq "$1" ]
}

# Long names with their letter, "silent s", one a line and sorted: from --help, where an option
# starts its line.
names_in_help() {
	sed -n -E \
		-e 's/^  -(.), --([a-z0-9-]+).*/\2 \1/p' \
		-e 's/^      --([a-z0-9-]+).*/\1/p' "$1" | sort
}

# From the page: ".It Fl s , Fl -silent" and ".It Fl -tag Ns = Ns Ar KEY=VALUE" in section OPTIONS.
names_in_page() {
	sed -n -E -e '/^\.Sh OPTIONS/,/^\.Sh [^O]/ {' -e 's/\\-/-/g' -e 's/\\&//g' \
		-e 's/^\.It Fl ([A-Za-z0-9]) *,? *(Fl )?-+([a-z0-9-]+).*/\3 \1/p' \
		-e 's/^\.It Fl -+([a-z0-9-]+).*/\1/p' -e '}' "$1" | sort
}

names_in_bash() {
	tr "' " '[\n*]' <"$1" | sed -n -E 's/^--([a-z0-9-]+)=?$/\1/p' | sort
}

names_in_zsh() {
	sed -n -E -e "s/^.*\{-(.),--([a-z0-9-]+)\}.*/\2 \1/p" -e "s/^\t'\*?--([a-z0-9-]+).*/\1/p" "$1" |
		sort
}

names_in_fish() {
	sed -n -E -e 's/^.* -l ([a-z0-9-]+) -s (.) .*/\1 \2/p' -e t \
		-e 's/^.* -l ([a-z0-9-]+) .*/\1/p' "$1" | sort
}

check_help() {
	run 0 -h && pass
	check "$tool -h: more than 24 lines" [ "$(wc -l <"$work/out")" -le 24 ]
	check "$tool -h: standard output is empty" [ -s "$work/out" ]
	check "$tool -h: not quiet on standard error" is_empty "$work/err"
	run 0 --help && pass
	cp "$work/out" "$work/help"
	check "$tool --help: not quiet on standard error" is_empty "$work/err"
	names_in_help "$work/help" >"$work/names"
	check "$tool --help: names no options" [ -s "$work/names" ]
	check "$tool --help: a line of more than 100 columns" \
		[ -z "$(awk 'length($0) > 100' "$work/help")" ]
	run 0 --version && pass
	check "$tool --version: not '$tool (bsodutils) NUMBER'" \
		grep -qxE "$tool \\(bsodutils\\) [0-9]+\\.[0-9]+.*" "$work/out"
	check "$tool --version: more than a line" has_lines 1 "$work/out"
	run 0 -V && pass
}

check_page() {
	page=$top/man/$tool.1
	if [ ! -f "$page" ]; then
		fail "$tool: there is no man/$tool.1"
		return
	fi
	names_in_page "$page" >"$work/page"
	same "$tool: --help (-) and section OPTIONS of the page (+) differ" "$work/names" "$work/page"
}

check_completions() {
	sed 's/ .*//' "$work/names" >"$work/long"
	for shell in bash zsh fish; do
		run 0 --completion="$shell" && pass
		cp "$work/out" "$work/$tool.$shell"
		case $shell in bash) names=$work/long ;; *) names=$work/names ;; esac
		"names_in_$shell" "$work/out" >"$work/completion"
		same "$tool: --help (-) and the $shell completion (+) differ" "$names" "$work/completion"
		command -v "$shell" >/dev/null || continue
		check "$tool: $shell does not read the completion" \
			"$shell" -n "$work/$tool.$shell" 2>"$work/err"
		check "$tool: $shell -n says something" is_empty "$work/err"
	done
	command -v bash >/dev/null || return
	# shellcheck disable=SC2016 # for bash
	bash --norc -c '. "$1"; COMP_WORDS=("$2" --unbuf); COMP_CWORD=1; "_bsodutils_$2"
		echo "${COMPREPLY[*]}"' bash "$work/$tool.bash" "$tool" >"$work/out" 2>"$work/err"
	check "$tool: bash does not complete --unbuf" grep -qx -e --unbuffered "$work/out"
	check "$tool: the bash completion says something on standard error" is_empty "$work/err"
}

# check_wrong PATTERN WORD...: wrong usage, which PATTERN must tell in the first line.
check_wrong() {
	pattern=$1
	shift
	run 2 "$@" && pass
	check "$tool $*: something on standard output" is_empty "$work/out"
	check "$tool $*: not two lines on standard error" has_lines 2 "$work/err"
	head -n 1 "$work/err" >"$work/first"
	check "$tool $*: the first line is not '$tool: $pattern'" \
		grep -q -e "^$tool: $pattern" "$work/first"
	check "$tool $*: a line without the tool's name" [ "$(grep -c "^$tool: " "$work/err")" -eq 2 ]
}

check_usage() {
	check_wrong "unknown option '--no-such-thing-at-all'" --no-such-thing-at-all
	check "$tool: does not point to --help" grep -q -F "try '$tool --help'" "$work/err"
	check_wrong "unknown option '--files-from" --files-from=x
	check "$tool: does not suggest --files0-from" grep -q -F -e "'--files0-from'" "$work/err"
	check_wrong "unknown option '--sillent'" --sillent
	check "$tool: does not suggest --silent" grep -q -F -e "'--silent'" "$work/err"
	check_wrong "unknown option '-Z'" -Z
	check_wrong "option .* needs a value" --max-expansion
	check_wrong "--max-expansion takes" --max-expansion=0
	check_wrong "--max-expansion takes" --max-expansion=99999999999999999999
	check_wrong "--color takes" --color=sometimes
	check_wrong "--progress takes" --progress=
	check_wrong "--diagnostics takes" --diagnostics=xml
	check_wrong "--completion takes" --completion=csh
	check_wrong "--tag takes" --tag=key
	check_wrong "--tag takes" --tag==value
	check_wrong ".* given twice" --tag=a=1 --tag=a=2
	check_wrong ".* cannot be combined with --files0-from" --files0-from=list operand
	# What is asked for wins over the order, and a control character is not passed on.
	esc=$(printf '\033')
	check_wrong "unknown option" "--${esc}[31mred"
	check "$tool: an escape character in a message" [ -z "$(grep -F "$esc" "$work/err")" ]
}

for tool in $tools; do
	path=$(tool_path "$tool") || broken "$tool is not built"
	check_help
	check_page
	check_completions
	check_usage
done
finish options
