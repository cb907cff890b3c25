# SPDX-License-Identifier: MIT
# Makes lib/registry/keyboard_table.c from grammars/keyboard.keys. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk -f keyboard-keys.awk FILE

function fail(line, message) {
	printf "%s:%d: %s\n", FILENAME, line, message | "cat 1>&2"
	close("cat 1>&2")
	failed = 1
	exit 1
}

function is_hex(text, digits,    i) {
	if (length(text) != digits)
		return 0
	for (i = 1; i <= digits; i++)
		if (index("0123456789abcdef", substr(text, i, 1)) == 0)
			return 0
	return 1
}

# Adds the row of the index rows: C initialisers in the order of struct keyboard_key.
function add(code, extended, modifier, name) {
	row[rows] = sprintf("{%d, 0x%s, %s, %s, %s}", rows, code, extended, modifier, name)
	rows++
}

BEGIN {
	wanted = 134
	rows = 0
}

/^#/ || /^[ \t]*$/ { next }

{
	if (($1 "") != (rows ""))
		fail(FNR, "want the index " rows ", found " $1)
	if (rows >= wanted)
		fail(FNR, "the driver's table ends with " (wanted - 1))
	if ($2 == "-") {
		if (NF != 2)
			fail(FNR, "nothing is assigned, and yet there is: " $3)
		add("00", "false", "false", "NULL")
		next
	}
	extended = is_hex($2, 4) && substr($2, 1, 2) == "e0"
	code = extended ? substr($2, 3) : $2
	# Above 7f are the codes of keys that are let go.
	if (!is_hex(code, 2) || code == "00" || substr(code, 1, 1) !~ /[0-7]/)
		fail(FNR, "no scan code: " $2)
	if ($2 in used)
		fail(FNR, "the scan code " $2 " is that of index " used[$2])
	used[$2] = $1
	if ($3 != "key" && $3 != "modifier")
		fail(FNR, "want key or modifier, found " $3)
	name = $0
	sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", name)
	if (name == "" || name ~ /[^ -~]/ || name ~ /"/ || name ~ / $/ || length(name) > 40)
		fail(FNR, "the name is short and ASCII, without double quotes and blanks at its end")
	if (name in named)
		fail(FNR, "the name " name " is that of index " named[name])
	named[name] = $1
	gsub(/\\/, "&&", name)
	add(code, extended ? "true" : "false", $3 == "modifier" ? "true" : "false", "\"" name "\"")
}

END {
	if (failed)
		exit 1
	if (rows != wanted)
		fail(FNR, "want " wanted " rows, found " rows)
	print "/* Generated from grammars/keyboard.keys by build-aux/keyboard-keys.awk: do not edit. */"
	print "#include \"lib/registry/hotkey.h\"\n"
	print "const struct keyboard_key keyboard_keys[] = {"
	for (i = 0; i < rows; i++)
		printf "\t%s,\n", row[i]
	print "};\nconst size_t keyboard_key_count = COUNT_OF(keyboard_keys);"
}
