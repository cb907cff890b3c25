# SPDX-License-Identifier: MIT
# Makes lib/bugcheck/ntstatus_table.c from grammars/ntstatus.names. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk -f ntstatus-names.awk grammars/ntstatus.names

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

/^#/ || /^[ \t]*$/ { next }

{
	if (NF != 2)
		fail(NR, "want 2 columns, found " NF)
	if (length($1) != 10 || substr($1, 1, 2) != "0x" || !made_of(substr($1, 3), "0123456789abcdef"))
		fail(NR, "want 0x and 8 lower-case hexadecimal digits, found " $1)
	# Compared as text: some awks would read 0x... as a number.
	if (($1 "") <= (previous ""))
		fail(NR, $1 " comes after " previous ": the values have to ascend")
	if (substr($2, 1, 7) != "STATUS_" || !made_of($2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))
		fail(NR, "not a name: " $2)
	if ($2 in seen)
		fail(NR, $2 " stands on line " seen[$2] " already")
	seen[$2] = NR
	previous = $1
	row[rows++] = sprintf("\t{0x%su, \"%s\"},", substr($1, 3), $2)
}

END {
	if (failed)
		exit 1
	if (!rows)
		fail(NR, "no row")
	print "/* Generated from grammars/ntstatus.names by build-aux/ntstatus-names.awk: do not edit. */"
	print "#include \"lib/bugcheck/ntstatus.h\"\n"
	print "const struct ntstatus ntstatus_names[] = {"
	for (i = 0; i < rows; i++)
		print row[i]
	print "};\nconst size_t ntstatus_count = COUNT_OF(ntstatus_names);"
}
