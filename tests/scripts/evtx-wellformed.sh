#!/bin/sh
# SPDX-License-Identifier: MIT
# Whatever a log holds, lines are UTF-8 and JSON without repeated keys, or well-formed XML.
set -u
# shellcheck source=evtx-common.sh
. "$(dirname "$0")/evtx-common.sh"
need_python

mkdir "$work/hostile"
python3 "$top/tests/stress/evtx_hostile.py" "$work/hostile" || broken "evtx_hostile.py failed"
evtx_logs >"$work/logs"
tr '\n' '\0' <"$work/logs" >"$work/names"
set -- "$work"/hostile/*.evtx
printf '%s\0' "$@" >>"$work/names"
lines_are_fine() {
	xargs -0 python3 "$top/tests/stress/evtx_lines.py" evtx2json -q -j1 --recover=all -- <"$work/names"
}
check "UTF-8, JSON without repeated keys, well-formed XML" lines_are_fine
finish "evtx-wellformed"
