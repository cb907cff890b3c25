#!/bin/sh
# SPDX-License-Identifier: MIT
# Do the programs that people pipe into read every line that the golden cases print? jq, Miller,
# SQLite, and Python's json as strictly as check-json.py knows.
# Left out are cases whose args ask for text or XML, and cases with a file "foreign": a filter passes
# lines of others on, whatever they hold, and some consumers refuse what JSON allows; the file says in
# a sentence what is wrong with them.
set -u
. "$(dirname "$0")/common.sh"

# Does the case print JSON lines of ours?
prints_json() {
	[ -s "$1/out" ] && [ ! -f "$1/foreign" ] || return
	words=
	[ ! -f "$1/args" ] || IFS= read -r words <"$1/args" || [ -n "$words" ]
	case " $words " in
	*' --text '* | *' --annotate '* | *' --explain'* | *' --shape=xml '* | *' --help '* | *' -h '* | *' --version '* | *' -V '* | \
		*' --completion'* | *' --fix='*) return 1 ;;
	esac
}

# Line N of all.jsonl stands in line N of origins: tool/case:line
gather() {
	: >"$work/all.jsonl"
	: >"$work/origins"
	for folder in "$top"/tests/cases/*/*/; do
		folder=${folder%/}
		prints_json "$folder" || continue
		cat "$folder/out" >>"$work/all.jsonl"
		# A cut last line must not run into the next case's first.
		[ -z "$(tail -c 1 "$folder/out")" ] || {
			fail "${folder#"$top/tests/cases/"}: the last line has no newline"
			printf '\n' >>"$work/all.jsonl"
		}
		printf '%s\n' "$folder" >>"$work/folders"
	done
	[ -s "$work/all.jsonl" ] || broken "no golden case prints JSON lines"
	while IFS= read -r folder; do
		awk -v name="${folder#"$top/tests/cases/"}" '{ print name ":" FNR }' "$folder/out"
	done <"$work/folders" >"$work/origins"
	total=$(wc -l <"$work/all.jsonl")
}

# "12: message" as "tool/case:3: message"
with_origin() {
	awk 'NR == FNR { origin[FNR] = $0; next }
		{ n = $0; sub(/:.*/, "", n); sub(/^[0-9]*/, ""); print origin[n] $0 }' \
		"$work/origins" "$1" | head -n 40
}

# Names the cases that the command refuses, one run a case.
blame() {
	while IFS= read -r folder; do
		"$@" <"$folder/out" >/dev/null 2>"$work/message" ||
			printf '  %s: %s\n' "${folder#"$top/tests/cases/"}" "$(head -n 1 "$work/message")"
	done <"$work/folders" | head -n 40
}

with_jq() {
	# -e: the last line must not be null or false either; types: each line is one object.
	if jq -e . <"$work/all.jsonl" >/dev/null 2>&1 &&
		[ "$(jq -r type <"$work/all.jsonl" | grep -cx object)" -eq "$total" ]; then
		pass
	else
		fail "jq"
		blame jq -e .
	fi
}

with_mlr() {
	if mlr --ijsonl --ojsonl cat <"$work/all.jsonl" >"$work/mlr" 2>/dev/null &&
		[ "$(wc -l <"$work/mlr")" -eq "$total" ]; then
		pass
	else
		fail "mlr: $(wc -l <"$work/mlr") lines of $total came back"
		blame mlr --ijsonl --ojsonl cat
	fi
}

with_sqlite3() {
	# Column separator: a byte that JSON lines cannot hold; nothing is quoted in mode ascii.
	cat >"$work/script" <<-SQL
		create table t (line text);
		.mode ascii
		.separator "\037" "\n"
		.import $work/all.jsonl t
		.mode list
		.separator ":" "\n"
		select rowid, ' json_valid says no' from t where not json_valid(line);
		select 0, ' lines read: ' || count(*) from t having count(*) <> $total;
	SQL
	if sqlite3 -batch :memory: <"$work/script" >"$work/sqlite" 2>&1 && [ ! -s "$work/sqlite" ]; then
		pass
	else
		fail "sqlite3"
		with_origin "$work/sqlite"
	fi
}

with_python3() {
	if python3 "$top/tests/scripts/check-json.py" "$work/all.jsonl" >"$work/python" 2>&1; then
		pass
	else
		fail "python3"
		with_origin "$work/python"
	fi
}

# joins WANTED QUESTION FIXTURE: does dumpstat make this of the lines in $work/lines, joined with
# those of crashcfg on a made registry?
joins() {
	crashcfg "$3" >>"$work/lines"
	dumpstat --ask="$2" "$work/lines" >"$work/answer"
	check "dumpstat --ask=$2 with crashcfg $3: no $1" grep -q -F "$1" "$work/answer"
}

with_dumpstat() {
	cd "$build/fixtures" || exit 99
	evtx2json --crash crash-whole-story.evtx >"$work/lines"
	joins '"rule":"dumps_off"' no-dump case-02-none-with-hotkey.hive
	dslog-parse good-stalled-slow-disk.log >"$work/lines"
	joins '"member":"settings.DumpFilters"' stalled good-cd18-other-filter.hive
	dumpstat crash-0xe2-forced.dmp >"$work/lines"
	joins '"rule":"hotkey_armed"' forced good-cd60-ctrl-scroll.hive
}

gather
with_dumpstat
absent=
for consumer in jq mlr sqlite3 python3; do
	if command -v "$consumer" >/dev/null; then
		"with_$consumer"
	else
		absent="$absent $consumer"
	fi
done
printf 'consumers: %d lines of %d cases\n' "$total" "$(wc -l <"$work/folders")"
[ "$failed" -gt 0 ] || [ -z "$absent" ] || skip "not installed:$absent; the others read every line"
finish consumers
