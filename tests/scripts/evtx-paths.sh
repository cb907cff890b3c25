#!/bin/sh
# SPDX-License-Identifier: MIT
# One log, one output: on the compiled path and by the tree, on any number of threads, by each twin
# of the UTF-16 writer, from a file and from a pipe.
set -u
# shellcheck source=evtx-common.sh
. "$(dirname "$0")/evtx-common.sh"

# read_log NAME LOG OPTION...: its output, messages and status in $work/NAME.
read_log() {
	read_log_to=$work/$1
	shift
	evtx2json "$@" >"$read_log_to" 2>&1
	echo "status $?" >>"$read_log_to"
}

# in_environment VARIABLE=VALUE: the log once more in that environment, compared.
in_environment() {
	env "$1" evtx2json -j1 --recover=all --shape="$shape" "$log" >"$work/other" 2>&1
	echo "status $?" >>"$work/other"
	same "$log, $shape: $1" "$work/plain" "$work/other"
}

from_a_pipe() {
	# Its messages and lines have another name in them.
	evtx2json -j1 --recover=all --shape="$shape" - <"$log" >"$work/file" 2>&1
	# shellcheck disable=SC2002 # a pipe is what is tested
	cat "$log" | evtx2json -j5 --recover=all --shape="$shape" - >"$work/pipe" 2>&1
	same "$log, $shape: from a pipe" "$work/file" "$work/pipe"
	sed 's|"file":"[^"]*"||; s|^evtx2json: [^:]*:||' "$work/plain" | sed '$d' >"$work/named"
	sed 's|"file":"[^"]*"||; s|^evtx2json: [^:]*:||' "$work/file" >"$work/unnamed"
	same "$log, $shape: from standard input" "$work/named" "$work/unnamed"
}

# What only real logs are large enough for.
by_twins_and_threads() {
	for twin in scalar sse2 avx2; do
		in_environment BSODUTILS_UTF16_TWIN=$twin
	done
	for jobs in 2 5; do
		read_log jobs -j$jobs --recover=all --shape="$shape" "$log"
		same "$log, $shape: -j$jobs" "$work/plain" "$work/jobs"
	done
	from_a_pipe
}

evtx_logs >"$work/logs"
while IFS= read -r log; do
	for shape in default evtx_dump xml; do
		read_log plain -j1 --recover=all --shape="$shape" "$log"
		in_environment BSODUTILS_EVTX_PATH=tree
		case $log in
		"$build"/*) ;;
		*) by_twins_and_threads ;;
		esac
	done
done <"$work/logs"

# All at once: chunks enough for every thread.
while IFS= read -r log; do
	cat "$log"
done <"$work/logs" >"$work/all"
for shape in default evtx_dump xml; do
	evtx2json -j1 --shape=$shape - <"$work/all" >"$work/plain" 2>&1
	for jobs in 2 5; do
		evtx2json -j$jobs --shape=$shape - <"$work/all" >"$work/jobs" 2>&1
		same "all logs in one, $shape: -j$jobs" "$work/plain" "$work/jobs"
	done
done
finish "evtx-paths"
