# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2086,SC2154
# What the benchmark scripts share; they set runs and made.

have() {
	command -v "$1" >/dev/null && return
	echo "SKIPPED: $2: $1 is not installed" >&2
	return 1
}

heading() {
	printf '%-28s %9s   %-12s %10s  %6s  %6s  %s\n' \
		"$1" 'our time' peer 'its time' ratio 'in CPU' aim
}

# row NAME PEER AIM COMMAND... --vs COMMAND...: wall-clock times in milliseconds, their ratio, and
# that of the processor times, which a busy machine disturbs less. Leaves ours and peak behind.
row() {
	name=$1 peer=$2 aim=$3
	shift 3
	tests/bench/pace "$runs" "$@" >$made/figures || {
		echo "SKIPPED: $name" >&2
		return 0
	}
	{
		read -r ours our_cpu peak
		read -r theirs their_cpu _
	} <$made/figures
	awk -v name="$name" -v peer="$peer" -v aim="$aim" -v a="$ours" -v b="$theirs" \
		-v a_cpu="$our_cpu" -v b_cpu="$their_cpu" 'BEGIN {
		printf "%-28s %6.1f ms   %-12s %7.1f ms  %6.2f  %6.2f  %s\n", name, a / 1000,
			peer, b / 1000, a / b, b_cpu ? a_cpu / b_cpu : 0, aim }'
}
