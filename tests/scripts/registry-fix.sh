#!/bin/sh
# SPDX-License-Identifier: MIT
# What --fix prints, imported by hivexregedit(1): afterwards crashcfg has to say that there will be
# a dump of that kind, and to find no error. Inputs are left as they were.
set -u
. "$(dirname "$0")/common.sh"
command -v hivexregedit >/dev/null || skip "hivexregedit is not installed (libwin-hivex-perl)"
command -v jq >/dev/null || skip "jq is not installed"

tool=$(tool_path crashcfg) || broken "crashcfg is not built"
[ -f "$build/fixtures/case-01-defaults.hive" ] || broken "no fixtures; run 'make make-fixtures'"
prefix='HKEY_LOCAL_MACHINE\SYSTEM'

# fix HIVE GOAL [OPTION]...: the file for it, and the hive after its import (fixed.hive). regedit
# reads UTF-16, hivexregedit UTF-8; CurrentControlSet is a link that a hive does not have.
fix() {
	fix_hive=$1 fix_goal=$2
	shift 2
	"$tool" "--fix=$fix_goal" "$@" "$fix_hive" >"$work/fix.reg" 2>"$work/err" || return 1
	fix_set=$("$tool" "$@" "$fix_hive" 2>"$work/err" |
		jq -r 'select(.type == "crashcfg") | .control_set')
	iconv -f UTF-16 -t UTF-8 "$work/fix.reg" >"$work/utf8.reg" || return 1
	tr -d '\r' <"$work/utf8.reg" | sed "s/CurrentControlSet/$fix_set/" >"$work/import.reg"
	cp "$fix_hive" "$work/fixed.hive" && chmod u+w "$work/fixed.hive" || return 1
	hivexregedit --merge --prefix "$prefix" "$work/fixed.hive" "$work/import.reg" 2>"$work/err"
}

# The answer, the kind, and the errors that are left: "yes kernel".
answer() {
	"$tool" "$@" 2>"$work/err" | jq -rs '[(.[0] | .will_dump, .configured_type),
		(.[] | select(.severity == "error") | .id)] | join(" ")'
}

# mends FIXTURE GOAL [OPTION]...
mends() {
	mends_name=$1 mends_goal=$2
	shift 2
	if ! fix "$build/fixtures/$mends_name.hive" "$mends_goal" "$@"; then
		fail "$mends_name --fix=$mends_goal $*: $(head -n 3 "$work/err")"
		return
	fi
	mends_answer=$(answer "$@" "$work/fixed.hive")
	check "$mends_name --fix=$mends_goal $*: then '$mends_answer'" \
		[ "$mends_answer" = "yes $mends_goal" ]
	# Of what was mended nothing is left to mend.
	"$tool" "--fix=$mends_goal" "$@" "$work/fixed.hive" 2>"$work/err" | iconv -f UTF-16 -t UTF-8 |
		grep -q '^"' && fail "$mends_name --fix=$mends_goal $*: mended twice"
}

for name in case-01-defaults case-02-none-with-hotkey case-03-complete-too-small \
	case-04-active-dedicated case-05-virtual-desktop case-06-hotkeys case-07-encryption-1024 \
	case-08-page-file-on-cdrom case-09-after-a-crash case-10-misconfigured; do
	mends $name automatic --ram=8G
	mends $name complete --ram=8G
	mends $name kernel
done
for name in case-02-none-with-hotkey case-03-complete-too-small case-04-active-dedicated; do
	mends $name active --ram=32G
	mends $name small
done
for name in good-cd04-type-as-text good-cd11-type-missing good-cd12-type-9 good-cd15-guarded-host \
	good-cd16-not-rsa good-cd18-no-filter good-cd20-empty-string good-cd27-none-left \
	good-cd32-all-elsewhere good-cd40-relative good-cd42-cdrom good-cd43-is-page-file; do
	[ -f "$build/fixtures/$name.hive" ] || broken "no fixture $name"
	mends $name automatic --bitlocker
	mends $name complete
done
mends good-cd13-automatic-on-windows-7 kernel --winver=6.1 --ram=4G
mends good-cd21-page-file-on-d kernel --winver=6.0 --ram=4G

# What the version of Windows does not know is refused, and nothing is printed.
for goal in automatic active; do
	"$tool" --fix=$goal --winver=7 "$build/fixtures/case-01-defaults.hive" >"$work/out" 2>"$work/err"
	check "--fix=$goal for Windows 7" [ $? -eq 2 ]
	check "--fix=$goal for Windows 7 prints nothing" [ ! -s "$work/out" ]
	check "--fix=$goal for Windows 7 says why" grep -q 'they came with' "$work/err"
done

# The form that regedit wants: byte order mark, CRLF, and the same for the .reg form of the input.
fix "$build/fixtures/case-08-page-file-on-cdrom.hive" automatic
printf '\377\376W\0i\0n\0' >"$work/start"
head -c 8 "$work/fix.reg" | cmp -s - "$work/start"
check "begins as regedit's own files" [ $? -eq 0 ]
check "each line ends with CRLF" [ "$(grep -c "$(printf '\r')\$" "$work/utf8.reg")" = \
	"$(grep -c '' "$work/utf8.reg")" ]
cp "$work/fix.reg" "$work/of-hive.reg"
"$tool" --fix=automatic "$build/fixtures/case-08-page-file-on-cdrom.reg" >"$work/of-reg.reg" 2>"$work/err"
same "a hive and its export get the same file" "$work/of-hive.reg" "$work/of-reg.reg"

# Names in a hive cannot bring keys of their own into the file.
if fix "$build/fixtures/bad-hostile-names.hive" automatic; then
	grep '^\[' "$work/utf8.reg" >"$work/keys.all"
	grep -v '^\[HKEY_LOCAL_MACHINE.SYSTEM.CurrentControlSet.' "$work/keys.all" >"$work/keys"
	check "keys of hostile names" [ ! -s "$work/keys" ]
fi
finish registry-fix
