#!/bin/sh
# SPDX-License-Identifier: MIT
# Every JSON line of the golden cases, and of the tools run on all fixtures, against the schemas in
# man/schema; and the lists of the sources against schemas and page. The work is done by schema.py.
set -u
. "$(dirname "$0")/common.sh"

python=
for candidate in "${PYTHON:-python3}" /usr/bin/python3; do
	if "$candidate" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
		python=$candidate
		break
	fi
done
[ -n "$python" ] || skip "python3 with jsonschema 4 is not installed (package python3-jsonschema)"

for tool in $tools; do
	tool_path "$tool" >/dev/null || broken "$tool is not built"
done
copy_fixtures "$work/fixtures"
copy_registry_fixtures "$work/registry"
(
	cd "$work/fixtures" || exit 99
	dslog-parse --epoch --tag host=ws-1 --diagnostics=json -- * >"$work/dslog-parse.jsonl"
	dslog-parse -q --sessions -- * | bcdecode | tee "$work/bcdecode.jsonl" |
		dumpstat --epoch --tag host=ws-1 --diagnostics=json >"$work/dumpstat.jsonl"
	bcdecode --list >>"$work/bcdecode.jsonl"
	evtx2json --crash=context -- * | bcdecode >>"$work/bcdecode.jsonl"
	evtx2json --recover=all --diagnostics=json -- * >"$work/evtx2json.jsonl"
	evtx2json --crash=context --epoch --tag host=ws-1 --damage-ok -q -- *.evtx *.xml >>"$work/evtx2json.jsonl"
	evtx2json --validate --tag host=ws-1 -- *.evtx >>"$work/evtx2json.jsonl"
	dumpstat --drivers --stack --blobs --runs --raw --epoch --tag host=ws-1 --diagnostics=json -- \
		./*.dmp >>"$work/dumpstat.jsonl"
	evidence="$work/bcdecode.jsonl $work/evtx2json.jsonl"
	# shellcheck disable=SC2086 # names
	dumpstat $evidence ./*.dmp >>"$work/dumpstat.jsonl"
	for question in no-dump stalled 41-zero driver deleted when forced slow share; do
		# shellcheck disable=SC2086 # names
		dumpstat --ask="$question" --tag case=1 $evidence ./*.dmp >>"$work/dumpstat.jsonl"
	done
	# shellcheck disable=SC2086 # names
	dumpstat --summary --tag case=1 $evidence ./*.dmp >>"$work/dumpstat.jsonl"
	# shellcheck disable=SC2086 # names
	dumpstat --partial --tag case=1 $evidence ./*.dmp >>"$work/dumpstat.jsonl"
) 2>/dev/null
(
	cd "$work/registry" || exit 99
	crashcfg --diagnostics=json -- *.hive *.reg >"$work/crashcfg.jsonl"
	crashcfg --epoch --tag host=ws-1 --ram=8G --no-replay --now=2024-02-01 -q -- *.hive >>"$work/crashcfg.jsonl"
	crashcfg --list-rules --tag case=1 >>"$work/crashcfg.jsonl"
) 2>/dev/null

"$python" "$(dirname "$0")/schema.py" "$top" "$work"
