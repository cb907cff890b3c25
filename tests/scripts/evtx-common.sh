# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the tests of evtx2json share. Sources common.sh; logs are the made fixtures and, where
# BSODUTILS_SAMPLES names a folder with evtx in it, the real ones.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

tool_path evtx2json >/dev/null || skip "evtx2json is not built"

# These take long; where only the building is tested they have nothing to add.

# Prints the names of all logs, one a line; says so where there are no real ones.
evtx_logs() {
	for evtx_log in "$build"/fixtures/*.evtx; do
		[ ! -f "$evtx_log" ] || printf '%s\n' "$evtx_log"
	done
	evtx_samples
}

# The real ones only.
evtx_samples() {
	if [ -d "${BSODUTILS_SAMPLES:-/nonexistent}/evtx" ]; then
		for evtx_log in "$BSODUTILS_SAMPLES"/evtx/*.evtx; do
			[ ! -f "$evtx_log" ] || printf '%s\n' "$evtx_log"
		done
	else
		echo "SKIP: $script: no real logs; BSODUTILS_SAMPLES names no folder with evtx in it" >&2
	fi
}

need_python() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	PYTHONDONTWRITEBYTECODE=1
	PYTHONPATH=$top/tests/stress
	export PYTHONDONTWRITEBYTECODE PYTHONPATH
}

# Does the built tool carry AddressSanitizer? Its memory says nothing then.
is_checked() {
	grep -q __asan_init "$(tool_path evtx2json)"
}
