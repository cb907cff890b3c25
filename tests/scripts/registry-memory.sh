#!/bin/sh
# SPDX-License-Identifier: MIT
# The size of memory from dumps and logs that are given beside a hive: whatever their order, read
# through compression, never from what can be read only once, and not where they contradict.
set -u
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || skip "jq is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
[ -f "$build/fixtures/good-bitmap-full.dmp" ] || broken "no fixtures; run 'make make-fixtures'"
cd "$work" || exit 99
cp "$build/fixtures/case-03-complete-too-small.hive" system
cp "$build/fixtures/good-bitmap-full.dmp" full.dmp
cp "$build/fixtures/good-triage-kernel-26100.dmp" other.dmp
cp "$build/fixtures/good-complete-full-bitmap.log" full.log
cp "$build/fixtures/good-article-throughput.log" nearly.log
gzip -c full.dmp >full.dmp.gz

# memory EXPECTED STATUS OPERAND...: bytes and where they come from, of the first line
memory() {
	memory_expected=$1 memory_status=$2
	shift 2
	timeout 60 "$tool" "$@" >out 2>err
	memory_got=$?
	check "status of $*: $memory_got" [ $memory_got -eq "$memory_status" ]
	memory_line=$(head -n 1 out | jq -r '"\(.machine.ram_bytes) \(.machine.ram_from)"')
	check "$*: $memory_line" [ "$memory_line" = "$memory_expected" ]
}

memory "null null" 0 system
memory "3219775488 full.dmp" 0 system full.dmp
memory "3219775488 full.dmp" 0 full.dmp system
memory "3219775488 full.dmp.gz" 0 system full.dmp.gz
memory "4286578688 full.log" 0 system full.log
check "one line of a registry, none of a log" [ "$(grep -c '"type":"crashcfg"' out)" -eq 1 ]

# Pages that the firmware takes or leaves are no contradiction: the larger size counts.
memory "4293668864 nearly.log" 0 system full.log nearly.log
memory "4293668864 nearly.log" 0 nearly.log system full.log
memory "null null" 2 system full.dmp other.dmp
check "both are named" grep -q 'full\.dmp and other\.dmp' err
memory "8589934592 --ram" 0 --ram=8G system full.dmp other.dmp

# A log of a kernel dump counts other pages.
cp "$build/fixtures/good-complete-generation-a.log" kernel.log
memory "null null" 0 system kernel.log
check "said" grep -q 'does not tell the size of memory' err

# What can be read only once is read once.
memory "3219775488 full.dmp" 0 - full.dmp <system
mkfifo pipe
cat system >pipe &
memory "3219775488 full.dmp" 0 pipe full.dmp
wait
# Alone, a dump is no registry.
"$tool" full.dmp >out 2>err
check "a dump alone" [ $? -ne 0 ]
finish registry-memory
