#!/bin/sh
# SPDX-License-Identifier: MIT
# Real logs against the facts that people read off them (dumpstack/facts.tsv in the folder that
# BSODUTILS_SAMPLES names), through the command, as a user would.
set -u
. "$(dirname "$0")/common.sh"

tool=$(tool_path dslog-parse) || broken "dslog-parse is not built"
command -v jq >/dev/null || skip "jq is not installed"
samples=${BSODUTILS_SAMPLES-}/dumpstack
[ -f "$samples/facts.tsv" ] || skip "no real logs: $samples/facts.tsv is not there"

# The verdict of each log, as an examiner gives it.
verdicts='02 complete
07 complete
10 log_full
13 stopped_in_callback
15 complete_minidump_after_callback_fault
23 complete
24 complete_minidump_no_space
27 stopped_in_size_pass'

# One line a log: the columns of the facts, from the tool. A kind is a type by its number.
told() {
	"$tool" "$samples/$1.log" | jq -rs --arg id "$1" '
		(map(select(.type == "dslog.session"))[0]) as $s
		| (map(select(.type == "dslog.header"))[0]) as $h
		| map(select(.type == "dslog.dump_type")) as $types
		| def stamp: .[0:19] | gsub("-"; "/") | sub("T"; " ");
		  def text: if . == null then "" else tostring end;
		  # facts has one decimal always
		  def tenth: if . == null then "" elif . == floor then "\(.).0" else tostring end;
		[$id, ($s.size | text), $s.verdict, $h.state,
		 ($s.time | stamp), ($s.utc_offset_minutes | text),
		 ($s.bugcheck.code // "" | sub("^0x0*"; "") | ascii_upcase),
		 ($types | map(.dump_type | tostring) | join(",")),
		 ($types | map(.total_size | tostring) | join(",")),
		 ($types | map(.secondary_size | tostring) | join(",")),
		 ($s.total_pages | text), ($s.pre_write_ms | text), ($s.write_ms | text),
		 ($s.mib_per_second | tenth), ($s.tail_ms | text), ($s.elapsed_ms | text),
		 ($s.last_progress // "" | sub("^0x"; "0x")), ($s.open_component | text),
		 $s.generation] | map("[" + . + "]") | join(" ")'
}

# The same line from the facts. open_item is a component only where a callback is open; a log that
# is full is finalised; what the facts call ms of the end is known of interrupted logs too.
known() {
	verdict=$(printf '%s\n' "$verdicts" | sed -n "s/^$1 //p")
	awk -F '\t' -v id="$1" -v verdict="$verdict" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$1 != id { next }
		function f(name) { return $column[name] }
		{
			open = f("open_item")
			if (!sub(/^Calling /, "", open) || !sub(/ secondary callback\.$/, "", open))
				open = ""
			printf "[%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s] [%s]\n",
				id, f("size"), verdict, f("finalised") == "True" ? "finalised" : "open",
				f("utc"), f("offset_min"), f("bugcheck"), f("types"), f("total"),
				f("secondary"), f("pages"), f("pre_ms"), f("data_ms"), f("MiBps"),
				f("tail_ms"), f("final_ms"), f("last_progress"), open, f("gen")
		}' "$samples/facts.tsv"
}

# shellcheck disable=SC2013 # ids are single words
for id in $(awk -F '\t' 'NR > 1 { print $1 }' "$samples/facts.tsv"); do
	told "$id" >"$work/told"
	known "$id" >"$work/known"
	same "$id" "$work/known" "$work/told"
done

# Questions, asked as a script asks them.
says() { "$tool" -s "--is=$1" "$samples/$2.log"; }
says_not() { "$tool" -s "--is=$1" "$samples/$2.log"; [ $? -eq 1 ]; }
check "27 is stopped before 5 %" says stopped-before-5 27
check "13 is not: the memory was written" says_not stopped-before-5 13
check "13 is stopped" says stopped 13
check "15 is a fallback" says fallback 15
check "24 is a fallback" says fallback 24
check "02 is no fallback" says_not fallback 02
check "02 is complete" "$tool" -s --check "$samples/02.log"

# 28 was opened and saved in an editor.
"$tool" --sessions "$samples/28.log" >"$work/edited" 2>"$work/messages"
check "28 is damaged" [ $? -eq 3 ]
check "28 is an edited copy" [ "$(jq -r .header_state "$work/edited")" = edited ]
check "28 is complete nevertheless" [ "$(jq -r .verdict "$work/edited")" = complete ]
check "28 has a message" [ -s "$work/messages" ]
finish facts
