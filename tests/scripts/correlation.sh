#!/bin/sh
# SPDX-License-Identifier: MIT
# One crash, told by everything that tells of it, is one crash: the makers write a DumpStack.log, an
# event log and dumps with the same values in each one's own spelling, the tools read them, dumpstat
# joins them. What differs stays apart.
set -u
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || skip "jq is not installed (Debian: jq)"
for needed in dslog-parse evtx2json dumpstat; do
	tool_path "$needed" >/dev/null || broken "$needed is not built"
done
for maker in mkdslog mkevtx; do
	[ -x "$build/fixtures/src/$maker" ] || broken "$maker is not built"
done
cp "$build"/fixtures/crash-0x*.dmp "$work/" || broken "no fixtures; run 'make make-fixtures'"
cp "$top"/fixtures/src/evtx/*.inc "$work/" || broken "no parts of descriptions"
cd "$work" || exit 99

# --- the evidence ---

# log NAME TIME BUGCHECK...: NAME.log, whole, and its session in NAME.jsonl
log() {
	log_name=$1 log_time=$2
	shift 2
	cat >"$log_name.logt" <<-EOF
		generation D
		start $log_time +60
		bugcheck $*
		begin elapsed=1611
		size-pass
		dump kernel pages=238115 overhead=78 secondary=1698427
		dump-header
		bitmap-header
		memory elapsed=1684
		memory-finish elapsed=10540
		secondary-start
		usual-callbacks
		secondary-finish
		complete-callbacks
		end elapsed=+84
		finalise
	EOF
	"$build/fixtures/src/mkdslog" "$log_name.logt" "$log_name.log" ||
		broken "mkdslog: $log_name"
	dslog-parse --sessions "$log_name.log" >"$log_name.jsonl" || fail "dslog-parse $log_name.log"
}

# The header of a description of an event log.
events_begin() {
	printf 'include %s.inc\n' kernel-power-41 classic wer-system
	cat <<-'EOF'
		template start {1ebad725-2b7e-4d39-9a61-c0de0000b012}
		<EventData>
		  <Data Name='BuildVersion'>$(0 BuildVersion uint32)</Data>
		  <Data Name='StartTime'>$(1 StartTime filetime)</Data>
		</EventData>
		end
	EOF
}

# boot TIME
boot() {
	cat <<-EOF
		clock $1
		record native
		  EventID = 12
		  Provider = Microsoft-Windows-Kernel-General
		  ProviderGuid = {a68ca8b7-004f-d7b6-a698-07e2de0f1f5d}
		  EventData = instance start header
		    BuildVersion = 26100
		    StartTime = $1
		  end
		end
	EOF
}

# dirty VERSION VALUE...: event 41; each VALUE a line of the template kp41-VERSION
dirty() {
	cat <<-EOF
		record native
		  EventID = 41
		  Version = ${1#v}
		  Level = 1
		  Task = 63
		  Keywords = 0x8000400000000002
		  Provider = Microsoft-Windows-Kernel-Power
		  ProviderGuid = {331c3b3a-2005-44c2-ac5e-77220c37d6b4}
		  EventData = instance kp41-$1 header
	EOF
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	printf '  end\nend\n'
}

# bugcheck_41 VERSION CODE P1 P2 P3 P4
bugcheck_41() {
	dirty "$1" "BugcheckCode = $2" "BugcheckParameter1 = $3" "BugcheckParameter2 = $4" \
		"BugcheckParameter3 = $5" "BugcheckParameter4 = $6"
}

# classic PROVIDER ID DATA [BINARY]
classic() {
	printf 'record native\n  EventID = %s\n  Qualifiers = 16384\n  Level = 2\n' "$2"
	printf '  Keywords = 0x0080000000000000\n  Provider = "%s"\n' "$1"
	case $1 in
	Windows*) printf '  Channel = Application\n' ;;
	esac
	printf '  EventData = instance classic header\n    Data = %s\n' "$3"
	[ -z "${4-}" ] || printf '    Binary = %s\n' "$4"
	printf '  end\nend\n'
}

# reported TEXT PATH: event 1001 of the System log
reported() {
	cat <<-EOF
		record native
		  EventID = 1001
		  Qualifiers = 16384
		  Level = 2
		  Keywords = 0x0080000000000000
		  Provider = Microsoft-Windows-WER-SystemErrorReporting
		  ProviderGuid = {abce23e7-de45-4366-8631-84fa6c525952}
		  EventSourceName = BugCheck
		  EventData = instance wer-three header
		    param1 = "$1"
		    param2 = "$2"
		    param3 = "6b29fc40-ca47-1067-b31d-00dd010662da"
		  end
		end
	EOF
}

# Event 162: the dump was written; 161: it was not, and writing it had come to progress 0x42.
dump_written() {
	classic volmgr 162 '"\\Device\\HarddiskVolume3"' \
		000000000100000000000000A2000400000000000000000000000000000000000000000000000000
}
dump_failed() {
	classic volmgr 161 '"\\Device\\HarddiskVolume3"' \
		000000000100000000000000A10004C042000400010000C000000000000000000000000000000000
}

# events NAME: makes NAME.evtx of the description on standard input, and its lines NAME.jsonl
events() {
	cat >"$1.evtxt"
	"$build/fixtures/src/mkevtx" "$1.evtxt" "$1.evtx" || broken "mkevtx: $1"
	evtx2json --crash=context "$1.evtx" >"$1.jsonl" || fail "evtx2json $1.evtx"
}

# --- what dumpstat makes of it ---

# crashes NUMBER WHAT FILE...: that many crash lines, in $work/crashes. A dump that is cut is told of
# with status 3.
crashes() {
	crashes_number=$1 crashes_what=$2
	shift 2
	case $* in *-cut.dmp*) crashes_status=3 ;; *) crashes_status=0 ;; esac
	dumpstat "$@" >out 2>err
	crashes_got=$?
	check "$crashes_what: status, $(cat err)" [ $crashes_got -eq $crashes_status ]
	[ $crashes_status -ne 0 ] || check "$crashes_what: $(cat err)" [ ! -s err ]
	jq -c 'select(.type == "crash")' out >crashes
	if [ "$(wc -l <crashes)" -eq "$crashes_number" ]; then
		pass
		return
	fi
	fail "$crashes_what: not $crashes_number crashes"
	jq -c '[.time, .bugcheck.code, .verdict, ([.evidence[].artifact] | unique)]' crashes
}

# is WHAT FILTER: is the jq filter true of the crashes (an array)?
is() {
	jq -s -e "$2" crashes >answer
	check "$1: not $2" [ $? -eq 0 ]
}

# a crash, wherever its evidence stood in the input
settled() {
	jq -c 'del(.file, .offset)' crashes
}

p='0xFFFF8F0A5C1E1010 0xFFFFF80A5A2BB1A0 0xFFFFFFFFC000009A 0x4'
text='0x00000116 (0xffff8f0a5c1e1010, 0xfffff80a5a2bb1a0, 0xffffffffc000009a, 0x0000000000000004)'
path='C:\\Windows\\MEMORY.DMP'
report='"" "0" "BlueScreen" "Not available" "0" "116" "ffff8f0a5c1e1010" "fffff80a5a2bb1a0"
 "ffffffffc000009a" "4" "10_0_26100" "0_0" "256_1" "" "" "" "" "" "0"
 "6b29fc40-ca47-1067-b31d-00dd010662da" "4" "" "0"'
report=$(printf '%s' "$report" | tr -d '\n')

log log '2024/03/05 10:20:31' 0x116 "$p"

# shellcheck disable=SC2086 # parameters are words
for version in v2 v3 v5 v6 v8 v9; do
	{
		events_begin
		boot 2024-03-05T09:20:30Z
		boot 2024-03-05T10:22:00Z
		bugcheck_41 $version 278 $p
		dump_written
		reported "$text" "$path"
		classic "Windows Error Reporting" 1001 "$report"
	} | events "events-$version"
done

whole_story() {
	for version in v2 v3 v5 v6 v8 v9; do
		crashes 1 "0x116, 41 $version" log.jsonl "events-$version.jsonl" crash-0x116-memory.dmp
		is "0x116, 41 $version" '.[0] | .time == "2024-03-05T10:20:30.0000000Z" and
			.time_basis == "dump_header" and .verdict == "bugcheck_dump_whole" and
			.host == "host.example" and .bugcheck.code == "0x00000116" and
			.dump.path == "C:\\Windows\\MEMORY.DMP" and
			.dump.report_id == "6b29fc40-ca47-1067-b31d-00dd010662da" and
			.dump.file == "crash-0x116-memory.dmp" and .dump.complete == true and
			.write.verdict == "complete" and .contradictions == [] and
			([.missing[].artifact] == ["registry"]) and
			([.evidence[] | select(.artifact == "event_log") | .event_id] | unique
				| contains([41, 162, 1001])) and
			([.timeline[].time] | . == sort)'
	done
}

# Any order of the inputs gives the same crash; with the events of each boot in a stream of their
# own too.
any_order() {
	crashes 1 "order" log.jsonl events-v8.jsonl crash-0x116-memory.dmp crash-0x116-minidump.dmp
	settled >first
	for order in \
		"events-v8.jsonl log.jsonl crash-0x116-minidump.dmp crash-0x116-memory.dmp" \
		"crash-0x116-memory.dmp crash-0x116-minidump.dmp events-v8.jsonl log.jsonl" \
		"crash-0x116-minidump.dmp events-v8.jsonl crash-0x116-memory.dmp log.jsonl"; do
		# shellcheck disable=SC2086 # names
		crashes 1 "order $order" $order
		settled >again
		same "order $order: another crash" first again
	done
	sort -r events-v8.jsonl >reversed.jsonl
	crashes 1 "events backwards" crash-0x116-memory.dmp reversed.jsonl log.jsonl \
		crash-0x116-minidump.dmp
	jq -c 'del(.evidence[].offset)' first >first.bare
	settled | jq -c 'del(.evidence[].offset)' >again
	same "events backwards: another crash" first.bare again
	{
		cat events-v8.jsonl log.jsonl
		dumpstat crash-0x116-memory.dmp
		dumpstat crash-0x116-minidump.dmp
	} >all.jsonl
	crashes 1 "dumps as lines" all.jsonl
	settled >again
	same "dumps as lines: another crash" first again
	crashes 1 "evidence given twice" all.jsonl all.jsonl
	is "evidence given twice" '.[0].verdict == "bugcheck_dump_whole"'
}

# Pairs of two artifacts suffice.
pairs() {
	for pair in "log.jsonl events-v8.jsonl" "log.jsonl crash-0x116-memory.dmp" \
		"events-v8.jsonl crash-0x116-memory.dmp" "log.jsonl crash-0x116-minidump-dbgeng.dmp" \
		"events-v8.jsonl crash-0x116-minidump-dbgeng.dmp" \
		"events-v8.jsonl crash-0x116-minidump.dmp"; do
		# shellcheck disable=SC2086 # names
		crashes 1 "$pair" $pair
		is "$pair" '.[0].bugcheck.parameters[0] == "0xffff8f0a5c1e1010"'
	done
}

# What each piece says of the dump.
verdicts() {
	crashes 1 "cut dump" events-v8.jsonl log.jsonl crash-0x116-memory-cut.dmp
	is "cut dump" '.[0] | .verdict == "bugcheck_dump_partial" and .dump.complete == false and
		([.contradictions[].rule] == ["log_complete_dump_incomplete"])'
	crashes 1 "only events" events-v8.jsonl
	is "only events" '.[0] | .verdict == "bugcheck_dump_unknown" and .time == null and
		.time_basis == "bounded" and .not_after == "2024-03-05T10:22:00.0000000Z"'
	crashes 1 "page file" events-v8.jsonl crash-0x116-page-file.dmp
	is "page file" '.[0] | .verdict == "bugcheck_dump_pending" and .dump.stage == "in_page_file" and
		.dump.file == "crash-0x116-page-file.dmp"'
}

# Variants of a code, sign extension, 32 bits, firmware.
variants() {
	p7='0xffffffffc0000005 0xfffff80427301a2b 0xffffb30c4e21b1e8 0xffffb30c4e21aa20'
	log log7 '2024/03/05 10:20:30' 0x7e \
		0xFFFFFFFFC0000005 0xFFFFF80427301A2B 0xFFFFB30C4E21B1E8 0xFFFFB30C4E21AA20
	# shellcheck disable=SC2086 # parameters are words
	{
		events_begin
		boot 2024-03-05T10:22:00Z
		bugcheck_41 v8 126 $p7
		reported "0x1000007e (0xffffffffc0000005, 0xfffff80427301a2b, 0xffffb30c4e21b1e8, 0xffffb30c4e21aa20)" \
			'C:\\Windows\\Minidump\\030524-9843-01.dmp'
	} | events events7
	crashes 1 "0x7e and 0x1000007e" log7.jsonl events7.jsonl crash-0x7e-memory.dmp \
		crash-0x1000007e-minidump.dmp
	is "0x7e" '.[0].verdict == "bugcheck_dump_whole" and .[0].contradictions == []'

	# shellcheck disable=SC2086 # parameters are words
	{
		events_begin
		boot 2024-03-05T10:22:00Z
		bugcheck_41 v6 142 0xffffffffc0000005 0xffffffff90201a2b 0xffffffff8d1a7c04 0
		reported "0x1000008e (0xc0000005, 0x90201a2b, 0x8d1a7c04, 0x00000000)" \
			'C:\\Windows\\Minidump\\030524-18031-01.dmp'
	} | events events8
	crashes 1 "0x8e in 32 bits, sign extended" events8.jsonl crash-0x8e-memory-x86.dmp \
		crash-0x1000008e-minidump-x86.dmp
	is "0x8e" '.[0].verdict == "bugcheck_dump_whole"'

	{
		events_begin
		boot 2024-03-05T10:22:00Z
		dirty v8 "BugcheckCode = 278" "BugcheckParameter1 = 0xffff8f0a5c1e1010" \
			"BugcheckInfoFromEFI = true"
	} | events firmware
	crashes 1 "code out of firmware" firmware.jsonl log.jsonl crash-0x116-memory.dmp
	is "code out of firmware" '.[0].bugcheck.parameters[1] == "0xfffff80a5a2bb1a0"'
	crashes 1 "code out of firmware alone" firmware.jsonl
}

# A minute apart, the same code: two crashes.
minute_later() {
	q='0xFFFF8F0A5D7F3010 0xFFFFF80A5C3BB1A0 0xFFFFFFFFC000009A 0x4'
	later='0x00000116 (0xffff8f0a5d7f3010, 0xfffff80a5c3bb1a0, 0xffffffffc000009a, 0x0000000000000004)'
	log later '2024/03/05 10:21:31' 0x116 "$q"
	# shellcheck disable=SC2086 # parameters are words
	{
		events_begin
		boot 2024-03-05T09:20:30Z
		boot 2024-03-05T10:21:05Z
		bugcheck_41 v8 278 $p
		reported "$text" "$path"
		boot 2024-03-05T10:22:00Z
		bugcheck_41 v8 278 $q
		reported "$later" "$path"
	} | events two
	crashes 2 "a minute apart" two.jsonl log.jsonl later.jsonl crash-0x116-memory.dmp \
		crash-0x116-minute-later.dmp
	is "a minute apart" 'map(.time) == ["2024-03-05T10:20:30.0000000Z", "2024-03-05T10:21:30.0000000Z"]
		and all(.contradictions == []) and all(.verdict == "bugcheck_dump_whole")'
	crashes 2 "a minute apart, dumps and logs" crash-0x116-memory.dmp later.jsonl \
		crash-0x116-minute-later.dmp log.jsonl
	crashes 2 "a minute apart, logs" later.jsonl log.jsonl
	crashes 2 "a minute apart, events" two.jsonl

	# Nothing but time and boot tells these apart.
	# shellcheck disable=SC2086 # parameters are words
	{
		events_begin
		boot 2024-03-05T10:21:08Z
		bugcheck_41 v8 0xe2 0 0 0 0
		boot 2024-03-05T10:22:30Z
		bugcheck_41 v8 0xe2 0 0 0 0
	} | events forced
	crashes 2 "forced, a minute apart" forced.jsonl crash-0xe2-forced.dmp \
		crash-0xe2-forced-minute-later.dmp
	is "forced, a minute apart" 'all(.forced == "possible") and
		map(.restart // .timeline[-1].time) == ["2024-03-05T10:21:09.2345678Z",
		"2024-03-05T10:22:31.2345678Z"]'
	crashes 2 "forced, dumps as lines" forced.jsonl - <<-EOF
		$(dumpstat crash-0xe2-forced-minute-later.dmp crash-0xe2-forced.dmp)
	EOF
}

# Pointers are unique to a crash: they prove it where a time is missing, late, or of a wrong clock.
proved() {
	jq -c '.time = null' log.jsonl >log-without-time.jsonl
	crashes 1 "log without time" log-without-time.jsonl crash-0x116-memory.dmp events-v8.jsonl
	dumpstat crash-0x116-memory.dmp | jq -c '.time = null' >dump-without-time.jsonl
	crashes 1 "dump without time" dump-without-time.jsonl events-v8.jsonl log.jsonl
	is "dump without time" '.[0].time_basis == "dumpstack_log"'
	sed 's/10:20:31/10:23:18/' log.jsonl >late.jsonl
	crashes 1 "log begun late" late.jsonl crash-0x116-memory.dmp
	sed 's/2024-03-05T10:22/2024-03-05T09:52/g' events-v8.jsonl >clock.jsonl
	crashes 1 "another clock" clock.jsonl crash-0x116-memory.dmp
	is "another clock" '.[0].contradictions | map(.rule) == ["crash_after_restart"]'
	# Without pointers, or with others, nothing is proved.
	jq -c '.bugcheck.parameters[0] = "0xffff000000000001"' events-v8.jsonl >other.jsonl
	crashes 2 "other pointers" other.jsonl crash-0x116-memory.dmp
}

# Two hosts, one crash each, at the same time and with the same code.
two_hosts() {
	dslog-parse --sessions --tag host=one log.log >one.jsonl
	dslog-parse --sessions --tag host=two log.log >two-of.jsonl
	crashes 2 "two hosts" one.jsonl two-of.jsonl
	is "two hosts" 'map(.host) == ["one", "two"]'
	crashes 1 "--tag host wins" --tag host=three one.jsonl two-of.jsonl
	is "--tag host wins" '.[0].host == "three" and .[0].tags.host == "three"'
}

# What volmgr and Windows Error Reporting say when there is no dump.
failures() {
	# shellcheck disable=SC2086 # parameters are words
	{
		events_begin
		boot 2024-03-05T10:22:00Z
		bugcheck_41 v8 278 $p
		dump_failed
	} | events failed
	crashes 1 "161" failed.jsonl
	is "161" '.[0] | .verdict == "bugcheck_no_dump" and .write.last_progress == "0x00040042" and
		.write.final_status == "0xc0000001"'
	crashes 1 "161, and a whole dump" failed.jsonl crash-0x116-memory.dmp
	is "161, and a whole dump" '.[0].contradictions | map(.rule) == ["dump_failed_dump_whole"]'
	{
		events_begin
		boot 2024-03-05T10:22:00Z
		dirty v8 "LongPowerButtonPressDetected = true"
		boot 2024-03-06T10:22:00Z
		dirty v8
		boot 2024-03-07T10:22:00Z
		dirty v8 "SleepInProgress = 4"
	} | events no-code
	crashes 3 "code 0" no-code.jsonl
	is "code 0" 'map(.verdict) == ["power_button", "power_loss_or_hang", "sleep_transition"] and
		all(.bugcheck == null and .time == null)'
}

whole_story
any_order
pairs
verdicts
variants
minute_later
proved
two_hosts
failures
finish correlation
