# SPDX-License-Identifier: MIT
# Makes lib/bugcheck/anchor_table.c from grammars/bugcheck.codes, which bugcheck-codes.awk has found
# to be in order: the letters around the first underscore of names, and their shapes. What the
# numbers are made of is written in lib/bugcheck/anchor_twin.h.
# Run it as: LC_ALL=C awk -f bugcheck-anchors.awk grammars/bugcheck.codes

# The low five bits of a character of a name, as in anchor_twin.h; -1 where there is none.
function fold(text, at,    c) {
	if (at < 1 || at > length(text))
		return -1
	c = substr(text, at, 1)
	if (c == "_")
		return 31
	return index(digits, c) ? 16 + c : index(letters, c)
}

# Enters all fours of which these are the values; -1 stands for any.
function enter_four(a, b, c, d,    i) {
	if (a < 0 || b < 0 || c < 0 || d < 0) {
		for (i = 0; i < 32; i++)
			enter_four(a < 0 ? i : a, a >= 0 && b < 0 ? i : b, \
				a >= 0 && b >= 0 && c < 0 ? i : c, \
				a >= 0 && b >= 0 && c >= 0 && d < 0 ? i : d)
		return
	}
	bit["fours", (((a * 32 + b) * 32 + c) * 32 + d) % size] = 1
}

function enter_name(name,    at, n) {
	at = index(name, "_")
	n = length(name)
	if (at == 0)
		return
	if (at - 1 > longest_word)
		longest_word = at - 1
	if (n > longest_name)
		longest_name = n
	enter_four(fold(name, at - 2), fold(name, at - 1), fold(name, at + 1), fold(name, at + 2))
	bit["shapes", ((n * 32 + fold(name, 1)) * 32 + fold(name, n)) % size] = 1
}

# Eight bits of a table from place at on, as a number.
function octet(table, at,    i, value) {
	value = 0
	for (i = 7; i >= 0; i--)
		value = 2 * value + (((table, at + i) in bit) ? 1 : 0)
	return value
}

function print_table(table,    at) {
	print "\nconst uint8_t anchor_" table "[ANCHOR_BITS / 8 + 1] = {"
	for (at = 0; at < size; at += 8)
		printf "%s0x%02x,%s", at % 128 ? " " : "\t", octet(table, at), at % 128 == 120 ? "\n" : ""
	print "\n};"
}

BEGIN {
	digits = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	# A prime, so that the remainder depends on all letters; ANCHOR_BITS in anchor_twin.h.
	size = 32749
}

/^0x/ {
	name = $2
	sub(/^=/, "", name)
	enter_name(name)
	n = split($6, alias, ",")
	for (i = 1; i <= n; i++)
		enter_name(alias[i])
}

END {
	print "/* Generated from grammars/bugcheck.codes by build-aux/bugcheck-anchors.awk: do not edit. */"
	print "#include \"lib/bugcheck/anchor_twin.h\"\n"
	print "const size_t anchor_longest_word = " longest_word ";"
	print "const size_t anchor_longest_name = " longest_name ";"
	print_table("fours")
	print_table("shapes")
}
