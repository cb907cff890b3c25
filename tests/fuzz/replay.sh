#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every fuzz target of an ordinary build over its stored inputs, whole, cut at each byte and
# with each byte changed. FUZZ_TARGETS names the programs, relative to the build folder.

. "$(dirname "$0")/../scripts/common.sh"

for target in ${FUZZ_TARGETS:-tests/fuzz/fuzz_input tests/fuzz/fuzz_lines tests/fuzz/fuzz_text}; do
	name=$(basename "$target")
	[ -x "$build/$target" ] || skip "$target is not built"
	if grep -q LLVMFuzzerRunDriver "$build/$target"; then
		skip "built for libFuzzer: run $target CORPUS"
	fi
	if "$build/$target" --cut --flip "$top/tests/fuzz/corpus/$name" >"$work/out" 2>&1; then
		pass
	else
		fail "$name: $(tail -n 20 "$work/out")"
	fi
done

finish replay
