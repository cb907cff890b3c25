#!/bin/sh
# SPDX-License-Identifier: MIT
# bcdecode among JSON lines: the same bytes by blocks as line by line, however they arrive; lines of
# 100 MB in constant memory; lines of a live pipe at once.
set -u
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

tool_path bcdecode >/dev/null || skip "bcdecode is not built"

# filter NAME OPTION...: what it prints and says on that path, in $work/NAME and $work/NAME.err.
filter() {
	name=$work/$1
	shift
	env "BSODUTILS_FILTER_PATH=$path" bcdecode "$@" >"$name" 2>"$name.err"
	echo "status $?" >>"$name.err"
}

# both_ways WHAT FILE OPTION...: by blocks, from a pipe in pieces, and line by line. Not a byte may
# differ, nor a message.
both_ways() {
	what=$1 file=$2
	shift 2
	path=blocks
	filter blocks "$@" <"$file"
	dd if="$file" bs=1000 2>"$work/dd" | filter pipe "$@"
	path=lines
	filter lines "$@" <"$file"
	for way in blocks pipe; do
		check "$what: $way" cmp -s "$work/lines" "$work/$way"
		same "$what: messages, $way" "$work/lines.err" "$work/$way.err"
	done
}

golden_inputs() {
	for case in "$top"/tests/cases/bcdecode/*/; do
		[ -f "$case/in" ] || continue
		words=
		[ ! -f "$case/args" ] || IFS= read -r words <"$case/args" || [ -n "$words" ]
		case $words in
		*--annotate*) continue ;;
		esac
		eval "both_ways \"\$(basename \"$case\")\" \"\$case/in\" $words"
		both_ways "$(basename "$case"), as JSON" "$case/in" --diagnostics=json
		both_ways "$(basename "$case"), by a path" "$case/in" --path=.a.b --from=wer
	done
}

# What the other tools print about all fixtures.
lines_of_the_suite() {
	dslog-parse -q "$build"/fixtures/*.log >"$work/suite" 2>/dev/null
	evtx2json -q --crash=context "$build"/fixtures/*.evtx >>"$work/suite" 2>/dev/null
	both_ways "lines of the suite" "$work/suite"
	both_ways "lines of the suite, as a report" "$work/suite" --text
	both_ways "lines of the suite, by a path" "$work/suite" --path=.data.BugcheckCode
	both_ways "lines of the suite, unbuffered" "$work/suite" --unbuffered
}

# Pieces of lines that tell of bug checks, in any order: mostly no JSON, now and then a line.
random_lines() {
	for seed in 1 2 3 4 5 6 7 8; do
		"${AWK:-awk}" -v seed="$seed" 'BEGIN {
			srand(seed)
			n = split("{ } [ ] , : \" \\ \"bugcheck\" \"bugcheck\": 209 \"code\": \"0xD1\" " \
				"{\"a\":1, \"a\":{ \"b\": bugcheck {\"bugcheck\":209} {\"a\":{\"b\":209}} " \
				"{\"bugcheck\":{\"code\":\"0xD1\"}} \"bugcheck_info\":", piece, " ")
			for (i = 0; i < 20000; i++) {
				printf "%s", piece[1 + int(rand() * n)]
				if (rand() < 0.4)
					printf "\n"
			}
		}' >"$work/random"
		both_ways "random lines, seed $seed" "$work/random"
		both_ways "random lines, seed $seed, by a path" "$work/random" --path=a.b
	done
}

# bytes COUNT: that many of no meaning.
bytes() {
	head -c "$1" /dev/zero | tr '\0' x
}

# Around the longest line that is looked into, and the blocks that are read.
long_lines() {
	for n in 262100 262144 524288 1048552 1048553 1048554 1310720 2097152; do
		printf '{"a":"'
		bytes "$n"
		printf '","bugcheck":209}\n{"bugcheck":10}\n'
	done >"$work/long"
	{
		cat "$work/long"
		printf '{"b":"'
		bytes 1048580
		printf '"}\n{"bugcheck":209,"c":"'
		bytes 1048600
	} >"$work/longer"
	both_ways "long lines" "$work/long"
	both_ways "long lines, the last one cut" "$work/longer"
	both_ways "long lines, as JSON" "$work/longer" --diagnostics=json
}

# A line of 100 MB passes as it is, from a pipe, in the memory that any other takes.
huge_line() {
	{
		printf '{"bugcheck":209,"a":"'
		bytes 100000000
		printf '","bugcheck":209}\n'
	} >"$work/huge"
	{
		cat "$work/huge"
		echo '{"bugcheck":209}'
	} | "$build/tests/stress/peak" "$work/report" 60 bcdecode >"$work/out" 2>"$work/err"
	read -r status milliseconds kib <"$work/report"
	check "huge line: status $status after $milliseconds ms" [ "$status" -eq 0 ]
	check "huge line: no byte changes" cmp -s -n "$(wc -c <"$work/huge")" "$work/huge" "$work/out"
	tail -n 1 "$work/out" >"$work/last"
	echo '{"bugcheck":209}' | bcdecode >"$work/expected"
	same "huge line: the next one" "$work/expected" "$work/last"
	check "huge line: $(cat "$work/err")" grep -q \
		'^bcdecode: (standard input):0x0: line of more than 1048576 bytes' "$work/err"
	# Memory says nothing where AddressSanitizer keeps what was freed.
	grep -q __asan_init "$(tool_path bcdecode)" ||
		check "huge line: $kib KiB of memory" [ "$kib" -le 16384 ]
}

# Waits until the output has that many lines; ten seconds are forever.
wait_for_lines() {
	for _ in $(seq 100); do
		[ "$(wc -l <"$work/out")" -lt "$1" ] || return 0
		sleep 0.1
	done
	return 1
}

live_pipe() {
	mkfifo "$work/fifo"
	bcdecode --unbuffered <"$work/fifo" >"$work/out" &
	exec 9>"$work/fifo"
	printf '{"a":1}\n{"bugche' >&9
	check "live pipe: a whole line comes at once" wait_for_lines 1
	printf 'ck":209}\n' >&9
	check "live pipe: a line that was completed comes at once" wait_for_lines 2
	printf '{"bugcheck":10}\n{"b":2}\n{"bugcheck":30}' >&9
	check "live pipe: what was complete comes at once" wait_for_lines 4
	exec 9>&-
	wait
	printf '{"a":1}\n{"bugcheck":209}\n{"bugcheck":10}\n{"b":2}\n{"bugcheck":30}' |
		bcdecode >"$work/expected"
	same "live pipe: the same as from a file" "$work/expected" "$work/out"
}

golden_inputs
lines_of_the_suite
random_lines
long_lines
huge_line
live_pipe
finish bcdecode-filter
