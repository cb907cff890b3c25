# SPDX-License-Identifier: MIT
# Makes lib/bugcheck/codes_table.c from grammars/bugcheck.codes, whose format bugcheck-codes(5)
# describes. Stops at the first bad line with file:line: message and status 1.
# Run it as: LC_ALL=C awk -f bugcheck-codes.awk grammars/bugcheck.codes

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

# Capitals, digits and underscores, and at least one character that is no hexadecimal digit.
function is_name(text) {
	return made_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") && \
		!made_of(text, "ABCDEF0123456789")
}

# Puts text into the pool of strings and returns where it starts.
function pool(text,    at) {
	at = pool_size
	pool_text[pool_lines++] = text
	pool_size += length(text) + 1
	if (pool_size > 65535)
		fail(NR, "the texts no longer fit 16-bit positions")
	return at
}

# Enters a name or alias into the index.
function own(text, at) {
	if (text in owner)
		fail(NR, text " is a name or alias of " owner[text] " already")
	owner[text] = $1
	owner_line[text] = NR
	sorted[names++] = text
	text_at[text] = at
	entry_of[text] = codes
}

# The public page: "no", "yes" (its file name follows from code and name) or the file name itself.
function page_of(code, name, field,    digits) {
	if (field == "no")
		return 0
	if (field == "yes") {
		digits = substr(code, 3)
		sub(/^0+/, "", digits)
		name = tolower(name)
		gsub(/_/, "-", name)
		return pool("bug-check-0x" digits "--" name)
	}
	if (field !~ /^bug-check-0x/ || !made_of(field, "abcdefghijklmnopqrstuvwxyzA0123456789-"))
		fail(NR, "the page is no, yes or the name of a file bug-check-0x...: " field)
	return pool(field)
}

function aliases_of(field,    n, i, part, first) {
	if (field == "")
		return 0
	n = split(field, part, ",")
	for (i = 1; i <= n; i++) {
		if (!is_name(part[i]))
			fail(NR, "not a name: " part[i])
		own(part[i], pool(part[i]))
		if (i == 1)
			first = text_at[part[i]]
	}
	pool("")
	return first
}

# Sorts sorted[0..n-1] (heap sort: awk has none of its own, and order must not depend on it).
function sort_names(n,    i, last) {
	for (i = int(n / 2) - 1; i >= 0; i--)
		sift(i, n)
	for (last = n - 1; last > 0; last--) {
		swap(0, last)
		sift(0, last)
	}
}

function swap(a, b,    text) {
	text = sorted[a]
	sorted[a] = sorted[b]
	sorted[b] = text
}

function sift(at, n,    child) {
	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n && (sorted[child + 1] "") > (sorted[child] ""))
			child++
		if ((sorted[at] "") >= (sorted[child] ""))
			return
		swap(at, child)
		at = child
	}
}

BEGIN {
	kind["bugcheck"] = "BUGCHECK_KIND_BUGCHECK"
	kind["live_dump"] = "BUGCHECK_KIND_LIVE_DUMP"
	kind["both"] = "BUGCHECK_KIND_BOTH"
	kind["marker"] = "BUGCHECK_KIND_MARKER"
	kind["phone"] = "BUGCHECK_KIND_PHONE"
	kind["xbox"] = "BUGCHECK_KIND_XBOX"
	codes = names = borrowed = pool_lines = pool_size = 0
	promised = -1
	pool("")
}

/^#/ || /^[ \t]*$/ { next }

$1 == "codes" {
	if (NF != 2 || !made_of($2, "0123456789") || promised >= 0)
		fail(NR, "want one line: codes NUMBER")
	promised = $2 + 0
	next
}

{
	if (NF != 5 && NF != 6)
		fail(NR, "want 5 or 6 columns, found " NF)
	if (length($1) != 10 || substr($1, 1, 2) != "0x" || !made_of(substr($1, 3), "0123456789abcdef"))
		fail(NR, "want 0x and 8 lower-case hexadecimal digits, found " $1)
	# Compared as text: some awks would read 0x... as a number.
	if ($1 "" == previous "")
		fail(NR, $1 " stands on the line before already")
	if ($1 "" < previous "")
		fail(NR, $1 " comes after " previous ": the codes have to ascend")
	previous = $1
	borrows = substr($2, 1, 1) == "="
	name = borrows ? substr($2, 2) : $2
	if (!is_name(name))
		fail(NR, "not a name: " $2)
	if (!($3 in kind))
		fail(NR, "unknown kind: " $3)
	if ($4 != "-" && $4 != "old" && !made_of($4, "0123456789."))
		fail(NR, "the first SDK is -, old or a build number: " $4)
	if (borrows) {
		borrowed_name[borrowed] = name
		borrowed_line[borrowed++] = NR
		name_at = pool(name)
	} else {
		name_at = pool(name)
		own(name, name_at)
	}
	aliases_at = aliases_of($6)
	row[codes++] = sprintf("\t{0x%su, %d, %d, %d, %s},", substr($1, 3), name_at, aliases_at, \
		page_of($1, name, $5), kind[$3])
}

END {
	if (failed)
		exit 1
	if (promised < 0)
		fail(NR, "the line is missing that says how many there are: codes NUMBER")
	if (promised != codes)
		fail(NR, "the line codes says " promised ", but there are " codes)
	for (i = 0; i < borrowed; i++)
		if (!(borrowed_name[i] in owner))
			fail(borrowed_line[i], "no other code has the name " borrowed_name[i])
	sort_names(names)

	print "/* Generated from grammars/bugcheck.codes by build-aux/bugcheck-codes.awk: do not edit. */"
	print "#include \"lib/base/compiler.h\""
	print "#include \"lib/bugcheck/code.h\"\n"
	print "const char bugcheck_strings[] ="
	for (i = 0; i < pool_lines; i++)
		printf "\t\"%s\\0\"%s\n", pool_text[i], (i + 1 < pool_lines ? "" : ";")
	print "\nconst struct bugcheck_code bugcheck_codes[] = {"
	for (i = 0; i < codes; i++)
		print row[i]
	print "};\nconst size_t bugcheck_code_count = COUNT_OF(bugcheck_codes);"
	print "\nconst struct bugcheck_name bugcheck_names[] = {"
	for (i = 0; i < names; i++)
		printf "\t{%d, %d},\n", text_at[sorted[i]], entry_of[sorted[i]]
	print "};\nconst size_t bugcheck_name_count = COUNT_OF(bugcheck_names);"
}
