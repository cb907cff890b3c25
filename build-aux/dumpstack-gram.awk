# Turns grammars/dumpstack.gram into the C table of lib/dslog/grammar.c (POSIX awk).
# A row that does not hold stops the build with file:line: message.

function fail(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
	failed = 1
	exit 1
}

# The quoted text at the start of s; sets rest to what follows the closing quote.
function quoted(s,    i, c, out) {
	if (substr(s, 1, 1) != "\"")
		fail("a quoted text is due here: " s)
	out = ""
	for (i = 2; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\"") {
			rest = substr(s, i + 1)
			return out
		}
		if (c == "\\") {
			i++
			c = substr(s, i, 1)
			if (c == "x") {
				if (substr(s, i + 1, 2) !~ /^[0-9a-f][0-9a-f]$/)
					fail("\\x needs two lower-case hexadecimal digits")
				# In C an octal escape ends after three digits; \x would not end.
				out = out sprintf("\\%03o", hex(substr(s, i + 1, 1)) * 16 + hex(substr(s, i + 2, 1)))
				i += 2
				continue
			}
			if (c != "\\" && c != "\"")
				fail("only \\\\, \\\" and \\xHH are known: \\" c)
			out = out "\\" c
			continue
		}
		out = out c
	}
	fail("the quoted text does not end")
}

function hex(digit) {
	return index("0123456789abcdef", digit) - 1
}

# A verbatim text as the inside of a C string. (By hand: awks differ in what gsub makes of \\.)
function c_text(s,    i, c, out) {
	out = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return out
}

# The enumerator that an attribute's value stands for.
function enumerator(key, value) {
	if (!((key "=" value) in known))
		fail("unknown attribute: " key "=" value)
	return toupper("DSLOG_" key "_" value)
}

function end_rule() {
	if (rule == "")
		return
	if (record == "" || begins == "" || !has_pattern || !examples)
		fail("rule " rule " lacks one of: record, begins, matches, example")
	rules = rules sprintf("\t{\"%s\", DSLOG_RECORD_%s, %s, %s, %s, {(const uint8_t *)\"%s\", sizeof(\"%s\") - 1},\n\t \"%s\",\n\t {(const uint8_t *)\"%s\", sizeof(\"%s\") - 1}},\n", \
		rule, toupper(record), phase, state, multipart, begins, begins, pattern, ends, ends)
	count++
}

BEGIN {
	split("start end guid bugcheck progress elapsed phase dump_type too_small percent throughput pages callback retry skip success", list, " ")
	for (i in list)
		records[list[i]] = 1
	split("phase=secondary_size phase=dump_header phase=bitmap_header phase=memory_data phase=minidump phase=secondary_callbacks phase=multipart_callbacks phase=complete_callbacks state=start state=finish state=call state=return state=write state=write_done multipart=yes", list, " ")
	for (i in list)
		known[list[i]] = 1
	split("utc local guid register value milliseconds dump_type total_size secondary_size max_transfer_size dump_file_size required_size bitmap total_pages pages_written mib_per_second percent pages component callback_type", list, " ")
	for (i in list)
		fields[list[i]] = 1
}

/^[ \t]*(#|$)/ { next }

$1 == "rule" {
	end_rule()
	if ($2 !~ /^[a-z_]+$/ || NF != 2)
		fail("a rule's name has lower-case letters and underscores only")
	if ($2 in names)
		fail("rule " $2 " is there twice")
	rule = $2
	names[rule] = 1
	record = begins = pattern = ends = ""
	has_pattern = examples = 0
	phase = "DSLOG_PHASE_NONE"
	state = "DSLOG_STATE_NONE"
	multipart = "false"
	next
}

rule == "" { fail("a rule line is due first") }

$1 == "record" {
	record = $2
	if (!(record in records))
		fail("unknown record: " record)
	for (i = 3; i <= NF; i++) {
		split($i, pair, "=")
		value = enumerator(pair[1], pair[2])
		if (pair[1] == "phase")
			phase = value
		else if (pair[1] == "state")
			state = value
		else
			multipart = "true"
	}
	next
}

$1 == "begins" {
	line = $0
	sub(/^begins[ \t]+/, "", line)
	begins = quoted(line)
	if (begins == "" || rest !~ /^[ \t]*$/)
		fail("begins takes one quoted text that is not empty")
	next
}

$1 == "ends" {
	line = $0
	sub(/^ends[ \t]+/, "", line)
	ends = quoted(line)
	if (ends == "" || pattern == "" || rest !~ /^[ \t]*$/)
		fail("ends takes one quoted text that is not empty, and stands behind a pattern")
	next
}

$1 == "matches" {
	pattern = $0
	sub(/^matches ?/, "", pattern)
	text = pattern
	while (match(text, /\(\?<[a-z_]+>/)) {
		name = substr(text, RSTART + 3, RLENGTH - 4)
		if (!(name in fields))
			fail("unknown field: " name)
		text = substr(text, RSTART + RLENGTH)
	}
	pattern = c_text(pattern)
	has_pattern = 1
	next
}

$1 == "example" {
	line = $0
	sub(/^example[ \t]+/, "", line)
	text = quoted(line)
	expected = ""
	while (rest !~ /^[ \t]*$/) {
		sub(/^[ \t]+/, "", rest)
		if (!match(rest, /^[a-z_]+=/))
			fail("an expected field is written name=\"value\"")
		name = substr(rest, 1, RLENGTH - 1)
		if (!(name in fields))
			fail("unknown field: " name)
		value = quoted(substr(rest, RLENGTH + 1))
		expected = expected sprintf("{DSLOG_FIELD_%s, {(const uint8_t *)\"%s\", sizeof(\"%s\") - 1}}, ", toupper(name), value, value)
	}
	tests = tests sprintf("\t{\"%s\", %d, {(const uint8_t *)\"%s\", sizeof(\"%s\") - 1},\n\t {%s{DSLOG_FIELD_COUNT, {NULL, 0}}}},\n", \
		rule, FNR, text, text, expected)
	examples++
	next
}

{ fail("unknown word: " $1) }

END {
	if (failed)
		exit 1
	end_rule()
	print "/* Generated from grammars/dumpstack.gram by build-aux/dumpstack-gram.awk: do not edit. */"
	print "#include \"lib/dslog/rule.h\"\n"
	print "const struct dslog_rule dslog_rules[] = {\n" rules "};"
	print "const size_t dslog_rule_count = " count ";\n"
	print "const struct dslog_example dslog_examples[] = {\n" tests "};"
	print "const size_t dslog_example_count = sizeof(dslog_examples) / sizeof(dslog_examples[0]);"
}
