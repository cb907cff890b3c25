# SPDX-License-Identifier: MIT
# Makes a table of values and their names: lib/bugcheck/ntstatus_table.c from grammars/ntstatus.names,
# lib/bugcheck/fastfail_table.c from grammars/fastfail.names. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk -v table=ntstatus|fastfail -f value-names.awk FILE

function fail(line, message) {
	printf "%s:%d: %s\n", FILENAME, line, message | "cat 1>&2"
	close("cat 1>&2")
	failed = 1
	exit 1
}

# Is text not empty, and is each of its characters one of set?
function made_of(text, set,    i) {
	for (i = 1; i <= length(text); i++)
		if (index(set, substr(text, i, 1)) == 0)
			return 0
	return length(text) > 0
}

BEGIN {
	prefixes["ntstatus"] = "^(STATUS|DBG|RPC_NT|EPT_NT)_."
	prefixes["fastfail"] = "^FAST_FAIL_."
	if (!(table in prefixes))
		fail(0, "want -v table=ntstatus or -v table=fastfail")
	rows = size = 0
}

/^#/ || /^[ \t]*$/ { next }

{
	if (length($1) != 10 || substr($1, 1, 2) != "0x" || !made_of(substr($1, 3), "0123456789abcdef"))
		fail(FNR, "want 0x and 8 lower-case hexadecimal digits, found " $1)
	# Compared as text: some awks would read 0x... as a number.
	if (($1 "") <= (previous ""))
		fail(FNR, $1 " comes after " previous ": the values have to ascend")
	previous = $1
	if ($2 !~ prefixes[table] || !made_of($2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))
		fail(FNR, "not a name: " $2)
	if ($2 in seen)
		fail(FNR, $2 " stands on line " seen[$2] " already")
	seen[$2] = FNR
	words = $0
	sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", words)
	if (words ~ /[^ -~]/ || words ~ /["\\]/ || words ~ / $/ || words ~ /\.$/ || length(words) > 100)
		fail(FNR, "the text is ASCII without quotes, full stop and blanks at its end, and short")
	value[rows] = $1
	name[rows] = $2
	text[rows] = words
	at[rows++] = size
	size += length($2) + length(words) + 2
}

END {
	if (failed)
		exit 1
	if (!rows)
		fail(FNR, "no row")
	print "/* Generated from grammars/" table ".names by build-aux/value-names.awk: do not edit. */"
	print "#include \"lib/bugcheck/" table ".h\"\n"
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
	print "const char " table "_texts[] ="
	for (i = 0; i < rows; i++)
		printf "\t\"%s\\0\" \"%s\\0\"%s\n", name[i], text[i], (i + 1 < rows ? "" : ";")
	print "\nconst struct value_name " table "_names[] = {"
	for (i = 0; i < rows; i++)
		printf "\t{%su, %d},\n", value[i], at[i]
	print "};\nconst size_t " table "_count = COUNT_OF(" table "_names);"
}
