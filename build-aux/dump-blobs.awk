# SPDX-License-Identifier: MIT
# Makes lib/dump/blob_table.c from grammars/dump.blobs. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk -f dump-blobs.awk FILE

function fail(line, message) {
	printf "%s:%d: %s\n", FILENAME, line, message | "cat 1>&2"
	close("cat 1>&2")
	failed = 1
	exit 1
}

function is_guid(text,    i, c) {
	if (length(text) != 36)
		return 0
	for (i = 1; i <= 36; i++) {
		c = substr(text, i, 1)
		if (i == 9 || i == 14 || i == 19 || i == 24) {
			if (c != "-")
				return 0
		} else if (index("0123456789abcdef", c) == 0)
			return 0
	}
	return 1
}

BEGIN {
	split("document source symbol content inferred", words)
	for (i in words)
		known[words[i]] = 1
	rows = 0
}

/^#/ || /^[ \t]*$/ { next }

{
	if (!is_guid($1))
		fail(FNR, "want a GUID in lower case without braces, found " $1)
	# Compared as text: some awks would read digits with an e between them as a number.
	if (($1 "") <= (previous ""))
		fail(FNR, $1 " comes after " previous ": the GUIDs have to ascend")
	previous = $1
	if (!($2 in known))
		fail(FNR, "no such source: " $2)
	text = $0
	sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", text)
	if (text == "")
		fail(FNR, "want what the data are")
	if (text ~ /[^ -~]/ || text ~ /["\\]/ || text ~ / $/ || text ~ /\.$/ || length(text) > 80)
		fail(FNR, "the text is ASCII without quotes, full stop and blanks at its end, and short")
	guid[rows] = $1
	name[rows++] = text
}

END {
	if (failed)
		exit 1
	if (!rows)
		fail(FNR, "no row")
	print "/* Generated from grammars/dump.blobs by build-aux/dump-blobs.awk: do not edit. */"
	print "#include \"lib/dump/blob_table.h\"\n"
	print "const struct dump_blob_row dump_blob_rows[] = {"
	for (i = 0; i < rows; i++)
		printf "\t{\"%s\", \"%s\"},\n", guid[i], name[i]
	print "};\nconst size_t dump_blob_row_count = COUNT_OF(dump_blob_rows);"
}
