#!/bin/sh
# SPDX-License-Identifier: MIT
# What the system may refuse: each allocation fails in turn, reads and writes come short, are
# interrupted or fail. Uses tests/faults/libfaults.so; see tests/faults/faults.c for the switches.

. "$(dirname "$0")/common.sh"

library=$build/tests/faults/libfaults.so
[ -f "$library" ] || skip "$library was not built"

for tool in $tools; do
	tool_path "$tool" >"$work/path" || skip "$tool is not built"
	if grep -q __asan_init "$(cat "$work/path")"; then
		skip "a sanitizer has an allocator of its own"
	fi
done

copy_fixtures "$work"
copy_registry_fixtures "$work"
cd "$work" || exit 99
cp good-complete-kernel.log a.log
cp good-stalled-slow-disk.log b.log
printf 'a.log\0b.log\0' >names
dslog-parse a.log b.log >sessions.jsonl
dslog-parse --sessions a.log b.log >input.jsonl

# Runs the current case, $case_tool with the words of $case_args, under the faults that the
# arguments set as VARIABLE=VALUE; leaves out, err, status and, if a fault came about, mark.
run_with() {
	rm -f mark
	# shellcheck disable=SC2086 # the words of a case are meant to be split
	env "$@" FAULT_MARK=mark LD_PRELOAD="$library" $case_tool $case_args \
		<"$case_input" >out 2>err
	status=$?
}

# Did the last run end as without any fault?
as_without_faults() {
	[ "$status" -eq "$good_status" ] && cmp -s out good-out && cmp -s err good-err
}

fail_case() {
	fail "$case_tool $case_args: $1: status $status: $(head -c 200 err)"
}

# $1: "" (one allocation fails) or "+" (all that follow do, too). A library that can do without the
# memory may go on, but the output must be the same then; one that cannot (libhivex) may say so.
check_allocations() {
	n=1
	while :; do
		run_with FAULT_ALLOC="$n$1"
		[ -f mark ] || break
		if [ "$status" -eq 2 ] && grep -q -e 'out of memory$' -e 'Cannot allocate memory$' err; then
			pass
		elif as_without_faults; then
			pass
		else
			fail_case "allocation $n$1"
		fi
		# What follows a failure matters little, so not every place is tried with "+".
		n=$((n + 1))
		[ -z "$1" ] || n=$((n + n / 8))
		[ "$n" -lt 20000 ] || broken "allocations have no end"
	done
	as_without_faults || fail_case "no fault, but another result"
	[ "$n" -gt 1 ] || fail_case "no allocation was seen"
}

# $1: the variable of a harmless fault; $2: how it is set.
check_harmless() {
	run_with "$1=$2"
	if [ -f mark ] && as_without_faults; then pass; else fail_case "$1=$2"; fi
}

# $1 and $2 set a fault from the $3 th call on; $4 is the message. Fewer calls are no failure.
check_failure() {
	run_with "$1=$2" "$1_AT=$3"
	if [ ! -f mark ]; then
		return
	elif [ "$status" -eq 2 ] && grep -q "$4" err && ! grep -q 'ends too early' err; then
		pass
	else
		fail_case "$1=$2 from call $3 on"
	fi
}

check_reads() {
	check_harmless FAULT_READ short
	check_harmless FAULT_READ EINTR
	for call in 1 2 3 4; do
		check_failure FAULT_READ EIO "$call" 'cannot read: Input/output error$'
	done
}

check_writes() {
	check_harmless FAULT_WRITE short
	check_harmless FAULT_WRITE EINTR
	check_failure FAULT_WRITE ENOSPC 1 'write error: No space left on device$'
	check_failure FAULT_WRITE EIO 1 'write error: Input/output error$'
}

# Somebody cuts a hive while it is mapped, first by crashcfg, then by libhivex: what is left of it is
# told, whatever the moment.
check_shrinking() {
	for map in 1 2; do
		cp good-large-data.hive shrinking.hive
		case_tool=crashcfg case_input=/dev/null case_args=shrinking.hive
		run_with FAULT_SHRINK=$map
		if [ -f mark ] && [ "$status" -eq 3 ] && [ "$(grep -c '"type":"crashcfg"' out)" = 1 ] &&
			grep -q "input ends after" err; then
			pass
		else
			fail_case "FAULT_SHRINK=$map"
		fi
	done
}

# TOOL INPUT [ARGUMENT]...
check_case() {
	case_tool=$1
	case_input=$2
	shift 2
	case_args=$*
	run_with FAULT_ALLOC=0
	good_status=$status
	cp out good-out
	cp err good-err
	[ "$good_status" -le 1 ] || broken "$case_tool $case_args fails without faults: $(cat err)"
	check_allocations ""
	check_allocations "+"
	if [ "$reads" = yes ]; then check_reads; fi
	if [ "$writes" = yes ]; then check_writes; fi
}

reads=yes writes=yes
check_case dslog-parse /dev/null a.log
check_case dslog-parse /dev/null --text b.log
check_case dslog-parse a.log --sessions --tag host=pc
check_case dslog-parse /dev/null --files0-from=names
for compressor in gzip xz zstd bzip2; do
	command -v "$compressor" >/dev/null || continue
	"$compressor" -c <a.log >"a.$compressor"
	check_case dslog-parse /dev/null --sessions "a.$compressor"
done
check_case evtx2json /dev/null -j1 crash-whole-story.evtx
check_case evtx2json /dev/null -j1 --shape=xml --validate crash-kp41-v10.evtx
check_case evtx2json /dev/null --xpath=*[System[EventID=41]] --data=BugcheckCode=159 good-xml-wevtutil.xml
check_case evtx2json good-edge-06-forwarded.evtx -j1 --shape=evtx_dump
check_case bcdecode sessions.jsonl
check_case dumpstat input.jsonl
check_case dumpstat sessions.jsonl --text
check_case dumpstat sessions.jsonl --summary
check_case crashcfg /dev/null --now=2024-02-01 good-base.reg
check_case crashcfg /dev/null --text --ram=32G case-03-complete-too-small.hive
check_shrinking
reads=no
# A copy of the hive is written, too: into memory.
writes=no
check_case crashcfg /dev/null --fix=kernel good-log-two.hive
writes=yes
check_case crashcfg /dev/null --list-rules
check_case bcdecode /dev/null 0xD1 1 2 3 4
check_case bcdecode /dev/null --list

finish faults
