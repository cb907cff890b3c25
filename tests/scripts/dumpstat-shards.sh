#!/bin/sh
# SPDX-License-Identifier: MIT
# Totals that are counted in parts and merged are those of one run over everything, byte for byte, as
# long as the evidence of a host stays together: in eight shards, in any order, partials of partials.
set -u
. "$(dirname "$0")/common.sh"
tool_path dumpstat >/dev/null || broken "dumpstat is not built"
cp "$build"/fixtures/crash-0x*.dmp "$work/" || broken "no fixtures; run 'make make-fixtures'"
cd "$work" || exit 99

# Evidence of 120 hosts: logs, events 41, 1001, 161 and 6008, and lines of dumps.
make_evidence() {
	awk 'BEGIN {
		split("complete complete_minidump_no_space stopped_at_percent stopped_in_callback " \
			"stopped_early log_full no_log_written", verdict, " ")
		split("d1 116 1a 3b 133 7e 9f", code, " ")
		for (i = 0; i < 2400; i++) {
			host = (i * 7919) % 120
			day = sprintf("2024-%02d-%02dT%02d:%02d:%02d", 1 + i % 12, 1 + i % 28, i % 24,
				(i * 7) % 60, (i * 13) % 60)
			c = sprintf("0x%08s", code[1 + i % 7])
			gsub(/ /, "0", c)
			bugcheck = sprintf("\"bugcheck\":{\"code\":\"%s\",\"parameters\":[\"0x%016x\",null,null,null]}",
				c, 1048576 + i)
			tags = sprintf("\"tags\":{\"host\":\"host-%d\"},\"file\":\"f\",\"offset\":%d", host, i)
			event = "{\"type\":\"event\",\"time\":\"" day ".0000000Z\",\"record_id\":" i
			kind = i % 5
			if (kind < 2)
				printf "{\"type\":\"dslog.session\",\"time\":\"%s.0000000Z\",\"session\":1,\"line\":2," \
					"%s,\"verdict\":\"%s\",\"kind\":\"bitmap_kernel\"," \
					"\"mib_per_second\":%d.%d,\"open_component\":\"driver%d.sys\",%s}\n",
					day, bugcheck, verdict[1 + i % 7], 10 + i % 400, i % 10, i % 90, tags
			else if (kind == 2)
				printf "%s,\"event_id\":41,%s,\"crash\":{\"kind\":\"dirty_restart\"},%s}\n",
					event, bugcheck, tags
			else if (kind == 3)
				printf "%s,\"event_id\":6008,\"crash\":{\"kind\":\"unexpected_shutdown\"},%s}\n",
					event, tags
			else
				printf "{\"type\":\"dump\",\"time\":\"%s.0000000Z\",\"kind\":\"triage\"," \
					"\"writer\":\"kernel\",%s,\"build\":%d,\"complete\":%s," \
					"\"fault_module\":{\"name\":\"Driver%d.sys\"},%s}\n",
					day, bugcheck, 19041 + i % 5, i % 3 ? "true" : "false", i % 80, tags
		}
	}' >all.jsonl
	awk -F'"host-' '{ split($2, h, "\""); print >("shard" h[1] % 8 ".jsonl") }' all.jsonl
	check "shards" [ "$(cat shard*.jsonl | wc -l)" -eq 2400 ]
}

# Eight runs; two of them have lines of real dumps besides.
make_parts() {
	dumpstat --tag host=host-3 crash-0x116-minidump.dmp >>shard3.jsonl
	dumpstat --tag host=host-5 crash-0x8e-memory-x86.dmp >>shard5.jsonl
	for shard in 0 1 2 3 4 5 6 7; do
		dumpstat --partial shard$shard.jsonl >part$shard
		check "part $shard" [ "$(wc -l <part$shard)" -eq 1 ]
	done
}

compare() {
	dumpstat --summary shard?.jsonl >whole
	dumpstat --partial shard?.jsonl >whole.partial
	dumpstat --summary --text shard?.jsonl >whole.text
	check "crashes were counted" grep -q '"crashes":[1-9][0-9][0-9]' whole
	for order in "0 1 2 3 4 5 6 7" "7 6 5 4 3 2 1 0" "3 1 4 0 5 2 7 6"; do
		# shellcheck disable=SC2086 # numbers
		parts=$(printf 'part%s ' $order)
		# shellcheck disable=SC2086 # names
		dumpstat --merge $parts >merged
		same "merged in the order $order" whole merged
		# shellcheck disable=SC2086 # names
		cat $parts | dumpstat --merge --partial >merged
		same "merged to a partial in the order $order" whole.partial merged
	done
	dumpstat --merge --text part? >merged
	same "merged, for people" whole.text merged
	dumpstat --merge --partial part0 part1 part2 >left
	dumpstat --merge --partial part3 part4 >middle
	dumpstat --merge --partial middle part7 part5 >right
	dumpstat --merge right part6 left >merged
	same "partials of partials" whole merged
	dumpstat --merge whole.partial >merged
	same "one partial" whole merged
	gzip -c part4 >part4.gz
	dumpstat --merge part0 part1 part2 part3 part4.gz part5 part6 part7 >merged
	same "one of them compressed" whole merged
}

# What is no partial is named and left out.
refuse() {
	{
		cat part0
		head -n 1 all.jsonl
		sed 's/"version":[0-9]*/"version":99/' part1
		sed 's/"crashes":[0-9]*/"crashes":-1/' part1
	} >mixed
	dumpstat --merge mixed >merged 2>err
	check "status of refused parts" [ $? -eq 3 ]
	check "three are refused: $(cat err)" [ "$(wc -l <err)" -eq 3 ]
	dumpstat --merge part0 >whole
	same "the rest is merged" whole merged
}

make_evidence
make_parts
compare
refuse
finish dumpstat-shards
