# SPDX-License-Identifier: MIT
# Part of bugcheck-knowledge.awk: complaints, words, 64-bit numbers, and the pool of texts.

# Complains about a place ("file:line").
function fail_at(place, message) {
	print place ": " message | "cat 1>&2"
	failed = 1
	if (!all) {
		close("cat 1>&2")
		exit 1
	}
}

function fail(message) {
	fail_at(here, message)
}

# Is text not empty, and is each of its characters one of set?
function made_of(text, set,    i) {
	for (i = 1; i <= length(text); i++)
		if (index(set, substr(text, i, 1)) == 0)
			return 0
	return length(text) > 0
}

function is_word(text) {
	return made_of(text, "abcdefghijklmnopqrstuvwxyz0123456789_") && text !~ /^[0-9_]/ && \
		length(text) <= 40
}

function is_code(text) {
	return length(text) == 10 && substr(text, 1, 2) == "0x" && \
		made_of(substr(text, 3), "0123456789abcdef")
}

# Is text 0x and 1 to 16 digits?
function is_literal(text) {
	return substr(text, 1, 2) == "0x" && length(text) <= 18 && \
		made_of(substr(text, 3), "0123456789abcdef")
}

# ---- 64-bit numbers. Some awks have doubles only, so they stay text: always 16 digits, which
# compare as text in the order of the numbers.

function padded(literal) {
	literal = substr(literal, 3)
	return substr("0000000000000000", 1, 16 - length(literal)) literal
}

# The largest number of so many bits.
function ones(width) {
	return padded("0x" substr("0137", width % 4 + 1, width % 4 > 0) \
		substr("ffffffffffffffff", 1, int(width / 4)))
}

function fits(number, width) {
	return (number "") <= (ones(width) "")
}

# Does a literal of 8 digits have bit 31 set?
function is_negative(literal) {
	return length(literal) == 10 && index("89abcdef", substr(literal, 3, 1))
}

# The number as people write it.
function shortened(number) {
	sub(/^0+/, "", number)
	return "0x" (number == "" ? "0" : number)
}

function number_text(number) {
	return shortened(number) "ull"
}

# ---- Texts.

# Checks a text that people read.
function check_text(text, limit, what) {
	if (text == "")
		fail(what " is empty")
	if (length(text) > limit)
		fail(what " has " length(text) " characters; at most " limit " fit")
}

function no_full_stop(text, what) {
	if (text ~ /\.$/)
		fail(what " ends with a full stop")
}

# Where list, texts that each end with a line feed, starts in the pool; equal ones are one.
function pool(list,    i, n, part) {
	if (!(list in pool_at)) {
		pool_at[list] = pool_size
		n = split(list, part, "\n")
		for (i = 1; i < n; i++)
			pool_text[pool_lines++] = part[i]
		pool_size += length(list)
	}
	return pool_at[list]
}

function pool_one(text) {
	return pool(text "\n")
}

# A list ends with an empty text. The list without texts is the empty text itself.
function pool_list(list) {
	return pool(list "\n")
}
