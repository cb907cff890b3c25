#!/bin/sh
# SPDX-License-Identifier: MIT
# What the tools do where their surroundings fail them: full disk, closed pipe, inputs that are
# missing, unreadable, empty, compressed, damaged, endless; and that no setting but the input changes
# what they print.
set -u
. "$(dirname "$0")/common.sh"

# Every input lies in a folder of its own under the name "in", so that the member "file" is the same.
# room NAME: makes such a folder and goes there.
room() {
	mkdir -p "$work/$tool/$1"
	cd "$work/$tool/$1" || exit 99
}

# on NAME...: the tool on these inputs. bcdecode's operands are codes; it gets a list.
on() {
	case $tool in
	bcdecode)
		printf '%s\0' "$@" >"$work/list"
		$limited "$path" $options --files0-from="$work/list"
		;;
	*) $limited "$path" $options "$@" ;;
	esac
}

# gives WANTED-STATUS WHAT NAME...: runs it, checks the status; leaves $work/out and $work/err.
gives() {
	wanted=$1 what="$tool: $2"
	shift 2
	on "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	check "$what: status $got, not $wanted ($(head -n 1 "$work/err"))" [ "$got" -eq "$wanted" ]
}

# The same for input through standard input: "- <file" is written by the caller.
status_is() {
	check "$tool: $2: status $got, not $1 ($(head -n 1 "$work/err"))" [ "$got" -eq "$1" ]
}

silent() {
	check "$what: something on standard error: $(head -n 1 "$work/err")" [ ! -s "$work/err" ]
}

printed_nothing() {
	check "$what: something on standard output" [ ! -s "$work/out" ]
}

# says TEXT: in one line of standard error, which starts with the tool's name.
says() {
	check "$what: does not say '$1' but '$(head -n 1 "$work/err")'" grep -q -F -e "$1" "$work/err"
	check "$what: a message without the tool's name" \
		[ -z "$(grep -v "^$tool: " "$work/err" | head -n 1)" ]
}

# Are the records those of the plain file?
same_records() {
	same "$what: other records than the plain file's" "$work/$tool/expected" "$work/out"
}

without_file() {
	sed -E 's/,"file":"[^"]*"//g' "$1"
}

same_records_but_file() {
	without_file "$work/$tool/expected" >"$work/expected"
	without_file "$work/out" >"$work/actual"
	same "$what: other records than the plain file's" "$work/expected" "$work/actual"
}

# --- output that fails ---

full_disk() {
	room plain
	[ -c /dev/full ] || return
	what="$tool: full disk"
	on in >/dev/full 2>"$work/err"
	got=$?
	status_is 2 "full disk"
	says "$tool: write error: No space left on device"
	what="$tool --help: full disk"
	"$path" --help >/dev/full 2>"$work/err"
	got=$?
	status_is 2 "--help on a full disk"
	says "$tool: write error: No space left on device"
}

closed_output() {
	room plain
	what="$tool: closed standard output"
	on in >&- 2>"$work/err"
	got=$?
	status_is 2 "closed standard output"
	says "write error: Bad file descriptor"
	what="$tool: closed standard output, -s"
	options=-s
	on in >&- 2>"$work/err"
	got=$?
	options=
	status_is 0 "closed standard output, -s"
	what="$tool: closed standard input"
	# shellcheck disable=SC2086 # none, or "-"
	"$path" $reads_stdin <&- >"$work/out" 2>"$work/err"
	got=$?
	status_is 2 "closed standard input"
	says "cannot read: Bad file descriptor"
	what="$tool: closed standard error"
	on in >"$work/out" 2>&-
	got=$?
	status_is 0 "closed standard error"
	same_records
}

# Evidence that is given again tells of the same crash: thousands of lines take thousands of times.
many_crashes() {
	awk '{
		for (i = 0; i < 1500; i++) {
			line = $0
			at = sprintf("\"time\":\"20%02d-%02d-%02dT", 10 + i % 20, 1 + i % 12, 1 + i % 28)
			sub(/"time":"[0-9-]*T/, at, line)
			print line
		}
	}' in >many-in
	printf 'many-in\0' >"$work/many"
}

# A reader that leaves early, such as head, ends the tool by SIGPIPE, without a word.
closed_pipe() {
	room plain
	what="$tool: closed pipe"
	awk 'BEGIN { for (i = 0; i < 3000; i++) printf "in%c", 0 }' >"$work/many"
	[ "$tool" != dumpstat ] || many_crashes
	{
		env --default-signal=PIPE "$path" --files0-from="$work/many" 2>"$work/err"
		echo $? >"$work/status"
	} | head -n 1 >"$work/out"
	read -r got <"$work/status"
	status_is 141 "closed pipe"
	silent
	what="$tool: closed pipe, SIGPIPE ignored"
	{
		env --ignore-signal=PIPE "$path" --files0-from="$work/many" 2>"$work/err"
		echo $? >"$work/status"
	} | head -n 1 >"$work/out"
	read -r got <"$work/status"
	status_is 2 "closed pipe, SIGPIPE ignored"
	says "write error: Broken pipe"
}

# --- inputs that fail ---

missing_input() {
	room inputs
	gives 2 "missing file" missing
	says "$tool: missing: cannot open: No such file or directory"
	printed_nothing
	gives 2 "missing file with a newline in its name" "missing
file"
	check "$tool: a message of more than a line" [ "$(wc -l <"$work/err")" -eq 1 ]
	mkdir folder
	gives 2 "directory" folder
	says "$tool: folder: is a directory"
	printed_nothing
	ln -s loop loop
	gives 2 "link to itself" loop
	says "$tool: loop: cannot open: "
	gives 2 "missing file and a good one" missing ../plain/in missing
	cp "$work/out" "$work/both"
	(cd "$work/$tool/plain" && on ../plain/in) >"$work/one" 2>/dev/null
	same "$tool: a missing file costs the output of the others" "$work/one" "$work/both"
}

# Root reads everything, so capabilities are dropped first.
unreadable_input() {
	room inputs
	cp ../plain/in unreadable
	chmod 000 unreadable
	if [ "$(id -u)" -eq 0 ]; then
		limited='setpriv --bounding-set=-all --inh-caps=-all --'
		if $limited cat unreadable >/dev/null 2>&1 || ! $limited true 2>/dev/null; then
			limited=
			echo "NOTE: failures: root cannot drop its rights here; no unreadable file for $tool"
			return
		fi
	fi
	gives 2 "unreadable file" unreadable
	limited=
	says "$tool: unreadable: cannot open: Permission denied"
	printed_nothing
}

empty_input() {
	room inputs
	: >empty
	gives "$empty_status" "empty file" empty
	case $empty_status in
	0) silent && printed_nothing ;;
	*) says "$tool: empty:0x0: input is empty" ;;
	esac
	gives "$device_status" "/dev/null" /dev/null
}

other_sources() {
	room fifo
	what="$tool: FIFO"
	mkfifo in
	cat ../plain/in >in &
	gives 0 "FIFO" in
	wait
	same_records
	room plain
	what="$tool: standard input"
	"$path" <in >"$work/out" 2>"$work/err"
	got=$?
	status_is 0 "standard input"
	same_records_but_file
	what="$tool: -"
	"$path" - <in >"$work/out" 2>"$work/err"
	got=$?
	status_is 0 "-"
	same_records_but_file
	what="$tool: pipe"
	# shellcheck disable=SC2002 # a pipe is what is tested
	cat in | "$path" >"$work/out" 2>"$work/err"
	got=$?
	status_is 0 "pipe"
	same_records_but_file
}

odd_names() {
	room names
	for odd in "new
line" "-dash" " blank " "$(printf 'esc\033[31m')" "$(printf 'byte\377')" 'quote"' "back\\" "*"; do
		cp ../plain/in "./$odd"
		printf '%s\0' "$odd" >"$work/list"
		what="$tool: name '$odd' in a list"
		"$path" --files0-from="$work/list" >"$work/out" 2>"$work/err"
		got=$?
		status_is 0 "name '$odd' in a list"
		silent
		check "$what: the number of lines changes" \
			[ "$(wc -l <"$work/out")" -eq "$(wc -l <"$work/$tool/expected")" ]
	done
}

# A list with good names, bad ones, a FIFO, and "-".
name_lists() {
	room inputs
	[ -p fifo ] || mkfifo fifo
	cp ../plain/in good
	cat good >fifo &
	printf '%s\0' good missing folder fifo empty - good >"$work/list"
	what="$tool: list of all kinds"
	"$path" --files0-from="$work/list" <good >"$work/out" 2>"$work/err"
	got=$?
	wait
	status_is 2 "list of all kinds"
	says "$tool: missing: cannot open"
	says "$tool: folder: is a directory"
	without_file "$work/$tool/expected" >"$work/one"
	without_file "$work/out" >"$work/actual"
	case $empty_status in
	0) : >"$work/of-empty" ;;
	*) on empty 2>/dev/null | without_file /dev/stdin >"$work/of-empty" ;;
	esac
	case $tool in
	dumpstat) cat "$work/one" "$work/of-empty" ;; # evidence given again is cited, and counts once
	*) cat "$work/one" "$work/one" "$work/of-empty" "$work/one" "$work/one" ;;
	esac >"$work/expected"
	[ "$tool" != dumpstat ] || for side in expected actual; do
		cut -c 1-60 "$work/$side" >"$work/cut" && mv "$work/cut" "$work/$side"
	done
	same "$what: other output than of the inputs one by one" "$work/expected" "$work/actual"

	printf 'good\0good' | "$path" --files0-from=- >"$work/out" 2>"$work/err"
	got=$?
	status_is 0 "list from standard input, last name without NUL"
	printf 'good\0-\0' | "$path" --files0-from=- >"$work/out" 2>"$work/err"
	got=$?
	what="$tool: - in a list from standard input"
	status_is 2 "- in a list from standard input"
	says "cannot name '-'"
	printf 'good\0\0good\0' | "$path" --files0-from=- >"$work/out" 2>"$work/err"
	got=$?
	what="$tool: empty name in a list"
	status_is 2 "empty name in a list"
	says "empty name"
	"$path" --files0-from=missing >"$work/out" 2>"$work/err"
	got=$?
	what="$tool: missing list"
	status_is 2 "missing list"
	says "missing: cannot open"
	printed_nothing
	"$path" --files0-from=/dev/null >"$work/out" 2>"$work/err" <good
	got=$?
	what="$tool: empty list"
	status_is 0 "empty list"
	silent
}

# --- compressed input ---

compress() {
	case $1 in
	gzip) gzip -9n ;;
	xz) xz -6 ;;
	zstd) zstd -q --check ;;
	bzip2) bzip2 ;;
	esac
}

compressed_input() {
	for kind in gzip xz zstd bzip2; do
		command -v "$kind" >/dev/null || {
			echo "NOTE: failures: $kind is not installed; nothing compressed by it was tried"
			continue
		}
		room "$kind"
		compress "$kind" <../plain/in >in
		size=$(wc -c <in)
		gives 0 "$kind" in
		silent
		same_records
		options=--no-decompress
		on in >"$work/out" 2>"$work/err"
		got=$?
		options=
		what="$tool: $kind --no-decompress"
		check "$what: status $got" [ "$got" -le 3 ]
		case $tool in
		bcdecode) same "$what: bytes are changed" in "$work/out" ;;
		*) check "$what: was read through all the same" \
			[ "$(cmp "$work/$tool/expected" "$work/out" 2>&1)" ] ;;
		esac
		damaged_input
	done
}

# Cut in the middle, and overwritten in the middle.
damaged_input() {
	cut_message="^$tool: in:0x[0-9a-f]+: $kind data (ends too early|is damaged); [0-9]+ bytes"
	room "$kind-cut"
	head -c $((size / 2)) "../$kind/in" >in
	gives 3 "$kind cut" in
	check "$what: says '$(head -n 1 "$work/err")'" grep -q -E "$cut_message" "$work/err"
	options=--damage-ok
	gives 0 "$kind cut, --damage-ok" in
	options=
	room "$kind-damaged"
	cp "../$kind/in" in
	printf '\377\000\377\000\377\000' | dd of=in bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
	gives 3 "$kind damaged" in
	check "$what: says '$(head -n 1 "$work/err")'" grep -q -E "$cut_message" "$work/err"
}

# 64 MiB of zeros in a few KiB: memory and output stay bounded. Sanitizers need more address room
# than the limit leaves; then only time and output are looked at.
bombs() {
	room bombs
	limited=bounded
	bounded "$path" --version >/dev/null 2>&1 || limited=
	for bomb in "$work"/bomb.*; do
		kind=${bomb##*.}
		cp "$bomb" in
		options='--max-expansion=10'
		gives 3 "$kind bomb" in
		what="$tool: $kind bomb"
		check "$what: $(wc -c <"$work/out") bytes of output" [ "$(wc -c <"$work/out")" -le 4194304 ]
		options=
		on in >"$work/out" 2>"$work/err"
		got=$?
		check "$what, with the default ratio: status $got" [ "$got" -le 3 ]
	done
	limited=
	# The others stop at the first zeros.
	[ "$tool" != bcdecode ] || {
		options='--max-expansion=10'
		gives 3 "bomb" in
		says "compressed data grows beyond 10 times its size"
		options=
	}
}

make_bombs() {
	for kind in gzip zstd bzip2; do
		command -v "$kind" >/dev/null || continue
		head -c 67108864 /dev/zero | compress "$kind" >"$work/bomb.$kind"
	done
}

# shellcheck disable=SC3045 # dash and bash know -v
bounded() (
	ulimit -v 400000 && exec "$@"
)

# --- what must not matter ---

nothing_else_matters() {
	room plain
	for setting in LC_ALL=C.UTF-8 LC_ALL=tr_TR.UTF-8 LC_ALL=nonsense LANG=ar_EG.UTF-8 \
		TZ=Asia/Kathmandu TZ=America/St_Johns TZ=:nonsense TZ=UTC-14 COLUMNS=20 TERM=xterm \
		CLICOLOR_FORCE=1 NO_COLOR=1 POSIXLY_CORRECT=1; do
		what="$tool: $setting"
		limited="env $setting"
		gives 0 "$setting" in
		limited=
		silent
		same_records
	done
	for options in --unbuffered -q -v --color=always --progress=never; do
		gives 0 "$options" in
		same_records
	done
	options=
	what="$tool: -s"
	options=-s
	gives 0 "-s" in
	options=
	printed_nothing
	silent
}

# --- 2 over 3 over 1 over 0 ---

# ladder STATUS WORD...: of dslog-parse.
ladder() {
	wanted=$1
	shift
	"$path" "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	status_is "$wanted" "$*"
}

ladder_of_dslog_parse() {
	cd "$work/fixtures" || exit 99
	ladder 0 good-complete-kernel.log good-stalled-slow-disk.log
	ladder 0 --check good-complete-kernel.log
	ladder 1 --check good-stalled-slow-disk.log
	ladder 1 --check good-complete-kernel.log good-stalled-slow-disk.log
	ladder 0 --is=stopped good-stalled-slow-disk.log
	ladder 0 --is=complete,stopped_at_percent good-stalled-slow-disk.log
	ladder 1 --is=stopped-before-5 good-stalled-slow-disk.log
	ladder 0 -s --is=stopped-before-5 good-stopped-before-5.log
	ladder 0 --is=stopped-before-5 good-complete-kernel.log good-stopped-before-5.log
	ladder 1 --is=fallback good-complete-kernel.log
	ladder 3 bad-cut-in-text.log
	ladder 0 --damage-ok bad-cut-in-text.log
	ladder 3 --check bad-cut-in-text.log good-stalled-slow-disk.log
	ladder 1 --damage-ok --check bad-cut-in-text.log good-stalled-slow-disk.log
	ladder 2 bad-cut-in-text.log missing
	ladder 2 --damage-ok bad-cut-in-text.log missing
	ladder 2 --check good-stalled-slow-disk.log missing
	ladder 2 --is=stopped missing good-stalled-slow-disk.log
	ladder 2 --is=stuck good-stalled-slow-disk.log
}

ladder_of_evtx2json() {
	cd "$work/fixtures" || exit 99
	ladder 0 good-base.evtx good-xml-wevtutil.xml
	ladder 0 --crash crash-whole-story.evtx
	ladder 1 --crash good-base.evtx
	ladder 0 --crash good-base.evtx crash-whole-story.evtx
	ladder 1 -s --kind=dump_succeeded crash-whole-story.evtx
	ladder 1 --event-id=65535 good-base.evtx
	ladder 0 --validate good-base.evtx
	ladder 1 --validate bad-edge-36-number-gap.evtx
	ladder 1 --check good-base.evtx bad-crafted-data-checksum.evtx
	ladder 3 bad-crafted-data-checksum.evtx
	ladder 0 --no-checksums bad-crafted-data-checksum.evtx
	ladder 0 --damage-ok bad-crafted-data-checksum.evtx
	ladder 3 --crash bad-crafted-data-checksum.evtx
	ladder 1 --damage-ok --crash bad-crafted-data-checksum.evtx
	ladder 3 bad-xml-cut.xml
	ladder 3 unsupported-zeros.evtx
	ladder 3 --validate good-xml-wevtutil.xml
	ladder 2 bad-crafted-data-checksum.evtx missing
	ladder 2 --crash good-base.evtx missing
	ladder 2 --event-id=none good-base.evtx
	ladder 2 --xpath='//Event' good-base.evtx
	ladder 2 --kind=crash good-base.evtx
	ladder 2 --validate --crash good-base.evtx
}

ladder_of_bcdecode() {
	ladder 0 209
	ladder 0 -s 209
	ladder 1 0x0eadbeef
	ladder 1 -s 0x0eadbeef
	ladder 2 not-a-code-at-all
	ladder 2 209 1 2 3 4 5
	ladder 2 --files0-from=missing
	# A filter passes lines on, whatever they hold.
	printf '{"type":"x","bugcheck":{"code":"0x0eadbeef"}}\n' >"$work/unknown"
	"$path" <"$work/unknown" >"$work/out" 2>"$work/err"
	got=$?
	status_is 0 "unknown code in a line"
}

ladder_of_dumpstat() {
	cd "$work/$tool/plain" || exit 99
	printf '{"type":"event","x":1}\n' >none
	printf '{"type":"dslog.session",\n' >broken
	ladder 0 in
	ladder 0 none
	ladder 0 --summary none
	ladder 3 broken
	ladder 3 in broken
	ladder 0 --damage-ok broken
	ladder 2 broken missing
	ladder 2 --damage-ok missing in
}

ladder_of_crashcfg() {
	cd "$work/registry" || exit 99
	ladder 0 good-base.hive case-02-none-with-hotkey.reg
	ladder 0 --check good-base.hive
	ladder 1 --check good-base.hive case-02-none-with-hotkey.reg
	ladder 0 --check --ignore=dumps-off case-02-none-with-hotkey.hive
	ladder 0 --check good-log-new.hive
	ladder 3 bad-cd01-dirty.hive
	ladder 3 --no-replay good-log-new.hive
	ladder 0 --damage-ok bad-cd01-dirty.hive
	ladder 3 --check bad-cd01-dirty.hive case-02-none-with-hotkey.hive
	ladder 1 --damage-ok --check bad-cd01-dirty.hive case-02-none-with-hotkey.hive
	ladder 3 unsupported-bcd.hive
	ladder 0 --explain=CD10
	ladder 1 --explain=CD99
	ladder 2 --check bad-cd01-dirty.hive missing
	ladder 2 --damage-ok missing good-base.hive
	ladder 2 --ram=none good-base.hive
	ladder 2 --fix=kernel good-base.hive good-server.hive
}

limited='' options=''
copy_fixtures "$work/fixtures"
copy_registry_fixtures "$work/registry"
make_bombs
first=$(tool_path dslog-parse) || broken "dslog-parse is not built"
for tool in $tools; do
	path=$(tool_path "$tool") || broken "$tool is not built"
	empty_status=0 device_status=
	reads_stdin=-
	room plain
	case $tool in
	dslog-parse)
		cp "$work/fixtures/good-stalled-slow-disk.log" in
		empty_status=3
		;;
	evtx2json)
		cp "$work/fixtures/crash-whole-story.evtx" in
		empty_status=3
		;;
	crashcfg)
		cp "$work/registry/case-03-complete-too-small.hive" in
		empty_status=3 device_status=2
		;;
	*)
		(cd "$work/fixtures" && "$first" good-stalled-slow-disk.log good-complete-kernel.log) >in ||
			broken "dslog-parse fails on good fixtures"
		;;
	esac
	device_status=${device_status:-$empty_status}
	gives 0 "a good input" in
	silent
	cp "$work/out" "$work/$tool/expected"
	[ -s "$work/out" ] || broken "$tool prints nothing on a good input"
	full_disk
	closed_output
	closed_pipe
	missing_input
	unreadable_input
	empty_input
	other_sources
	odd_names
	name_lists
	compressed_input
	bombs
	nothing_else_matters
	"ladder_of_$(printf '%s' "$tool" | tr - _)"
done
finish failures
