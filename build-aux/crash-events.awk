# SPDX-License-Identifier: MIT
# Makes lib/evtx/crash_table.c, or with -v want=examples tests/unit/crash_examples.c, from
# grammars/crash.events, whose format crash-events(5) describes. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk [-v want=examples] -f crash-events.awk grammars/crash.events

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

function is_word(text) {
	return made_of(text, "abcdefghijklmnopqrstuvwxyz0123456789_") && text !~ /^[0-9_]/ && \
		length(text) <= 40
}

function is_number(text) {
	return made_of(text, "0123456789") && length(text) <= 9
}

# Splits text at blanks into part[1..]; quotes take blanks in, there are no escapes. Returns how many.
function tokens(text, part,    n, i, c, quoted, open) {
	n = 0
	open = 0
	quoted = 0
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (!quoted && (c == " " || c == "\t")) {
			open = 0
			continue
		}
		if (!open) {
			part[++n] = ""
			open = 1
		}
		if (c == "\"")
			quoted = !quoted
		else
			part[n] = part[n] c
	}
	if (quoted)
		fail(NR, "a quote is not closed")
	return n
}

# Text as a C string literal.
function literal(text,    out, i, c) {
	out = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}

# NAME, #POSITION or NAME#POSITION as a struct crash_field.
function field_of(text,    at, name, position) {
	at = index(text, "#")
	name = at ? substr(text, 1, at - 1) : text
	position = at ? substr(text, at + 1) : "0"
	if (!is_number(position) || position + 0 > 99 || (at && position + 0 == 0))
		fail(NR, "not a position: " text)
	if (name != "" && name !~ /^[A-Za-z][A-Za-z0-9]*$/)
		fail(NR, "not the name of a field: " text)
	return "{" (name == "" ? "NULL" : literal(name)) ", " (position + 0) "}"
}

function upper_of(list, prefix, map,    n, i, part) {
	n = split(list, part, " ")
	for (i = 1; i <= n; i++)
		map[part[i]] = prefix toupper(part[i])
}

# Enters a member's name; each stands once in a row.
function own_member(name) {
	if (!is_word(name))
		fail(NR, "not the name of a member: " name)
	if ((rows, name) in member_of)
		fail(NR, "the member " name " stands twice")
	member_of[rows, name] = 1
}

function need_event() {
	if (!rows)
		fail(NR, $1 " stands before the first event")
}

function once(what) {
	need_event()
	if ((rows, what) in said)
		fail(NR, what " stands twice")
	said[rows, what] = 1
}

function take_ids(text,    part, n) {
	n = split(text, part, "-")
	if (n < 1 || n > 2 || !is_number(part[1]) || (n == 2 && !is_number(part[2])))
		fail(NR, "not a number or range of numbers: " text)
	first_id[rows] = part[1] + 0
	last_id[rows] = (n == 2 ? part[2] : part[1]) + 0
	if (first_id[rows] > last_id[rows] || last_id[rows] >= 8192)
		fail(NR, "the numbers of events ascend and stay below 8192: " text)
}

# A row shares numbers with another of its provider only if both have the same ones, the other
# stands directly before it and has a condition.
function check_overlap(    i) {
	for (i = 1; i < rows; i++) {
		if (provider_of[i] != provider_of[rows] || first_id[i] > last_id[rows] || \
		    last_id[i] < first_id[rows])
			continue
		if (i != rows - 1 && provider_of[i + 1] == provider_of[rows] && \
		    first_id[i + 1] == first_id[rows])
			continue
		if (i != rows - 1 || first_id[i] != first_id[rows] || last_id[i] != last_id[rows] || \
		    !((i, "when") in said))
			fail(NR, "the event of line " line_of[i] " covers these numbers already")
	}
}

function finish_event() {
	if (rows && !examples_of[rows])
		fail(line_of[rows], "the event has no example")
	finish_example()
}

function finish_example() {
	if (examples && gives_of[examples] == "")
		fail(example_line[examples], "the example does not say what it gives")
}

# The Data of an example: NAME=VALUE, =VALUE for unnamed ones, and Binary=DIGITS.
function take_example(    part, n, i, at, name, value) {
	n = tokens(substr($0, index($0, "example") + 7), part)
	example_binary[examples] = "NULL"
	example_data[examples] = ""
	example_count[examples] = 0
	for (i = 1; i <= n; i++) {
		at = index(part[i], "=")
		if (!at)
			fail(NR, "want NAME=VALUE, found " part[i])
		name = substr(part[i], 1, at - 1)
		value = substr(part[i], at + 1)
		if (name == "Binary") {
			if (!made_of(value, "0123456789ABCDEF") || length(value) % 2)
				fail(NR, "not the digits of bytes: " value)
			example_binary[examples] = literal(value)
			continue
		}
		example_data[examples] = example_data[examples] "\n\t{" \
			(name == "" ? "NULL" : literal(name)) ", " literal(value) "},"
		example_count[examples]++
	}
}

BEGIN {
	upper_of("dirty_restart bugcheck_reported dump_failed dump_succeeded dump_config_failed " \
		"dump_callback_exception dump_deleted dump_report unexpected_shutdown " \
		"shutdown_requested shutdown_reason hardware_error live_kernel_event " \
		"bluescreen_report", "CRASH_KIND_", evidence)
	upper_of("boot shutdown boot_status log_started log_stopped os_version uptime time_change " \
		"sleep power_action", "CRASH_KIND_", context)
	upper_of("number boolean hex32 hex64 status time text path report_id reason", "CRASH_FORM_", form)
	upper_of("fields sentence bare", "CRASH_BUGCHECK_", bugcheck)
	upper_of("packet failed_dump last_alive log_start system time_step cper files", \
		"CRASH_DECODER_", decoder)
	rows = members = sets = words = providers = names = examples = 0
}

/^[ \t]*#/ || /^[ \t]*$/ { next }

$1 == "set" {
	if (NF < 3 || !is_word($2) || $2 in form || $2 in set_number)
		fail(NR, "want: set NAME NUMBER=WORD..., with a name that is new")
	set_number[$2] = sets
	set_row[sets++] = sprintf("{%d, %d}", words, NF - 2)
	for (i = 3; i <= NF; i++) {
		if (split($i, pair, "=") != 2 || !is_number(pair[1]) || !is_word(pair[2]))
			fail(NR, "not NUMBER=WORD: " $i)
		word_row[words++] = sprintf("{%d, %s}", pair[1], literal(pair[2]))
	}
	next
}

$1 == "provider" {
	n = tokens($0, part)
	if (n < 3 || !is_word(part[2]) || part[2] in provider_number)
		fail(NR, "want: provider KEY \"NAME\" [\"ALIAS\"]..., with a key that is new")
	provider_number[part[2]] = providers
	provider_name[providers] = part[3]
	provider_names[providers] = sprintf("%d, %d", names, n - 2)
	provider_channel[providers++] = ""
	for (i = 3; i <= n; i++)
		name_row[names++] = sprintf("{%s, %d}", literal(part[i]), length(part[i]))
	next
}

$1 == "channel" {
	n = tokens($0, part)
	if (n != 2 || !providers || provider_channel[providers - 1] != "")
		fail(NR, "want, behind a provider: channel \"NAME\"")
	provider_channel[providers - 1] = part[2]
	next
}

$1 == "event" {
	finish_event()
	if (NF != 5)
		fail(NR, "want: event NUMBER PROVIDER KIND evidence|context")
	rows++
	line_of[rows] = NR
	take_ids($2)
	if (!($3 in provider_number))
		fail(NR, "unknown provider: " $3)
	provider_of[rows] = provider_number[$3]
	check_overlap()
	if (!($4 in evidence) && !($4 in context))
		fail(NR, "unknown kind: " $4)
	if ($5 != ($4 in context ? "context" : "evidence"))
		fail(NR, "events of kind " $4 " are " ($4 in context ? "context" : "evidence"))
	kind_of[rows] = $4 in context ? context[$4] : evidence[$4]
	kind_name[rows] = $4
	bugcheck_of[rows] = "CRASH_BUGCHECK_NONE"
	decoder_of[rows] = "CRASH_DECODER_NONE"
	where_of[rows] = "{NULL, 0}"
	is_of[rows] = what_of[rows] = "NULL"
	members_at[rows] = members
	member_count[rows] = 0
	next
}

$1 == "what" {
	once("what")
	if (NF != 2 || !is_word($2))
		fail(NR, "want: what WORD")
	what_of[rows] = literal($2)
	next
}

$1 == "when" {
	once("when")
	n = tokens($0, part)
	if (n != 3)
		fail(NR, "want: when FIELD \"TEXT\"")
	where_of[rows] = field_of(part[2])
	is_of[rows] = literal(part[3])
	next
}

$1 == "bugcheck" {
	once("bugcheck")
	if (NF != 2 || !($2 in bugcheck))
		fail(NR, "want: bugcheck fields|sentence|bare")
	bugcheck_of[rows] = bugcheck[$2]
	next
}

$1 == "member" {
	need_event()
	if (NF != 4)
		fail(NR, "want: member NAME FORM FIELD")
	own_member($2)
	if ($3 in form) {
		row_form = form[$3]
		row_set = 0
	} else if ($3 in set_number) {
		row_form = "CRASH_FORM_SET"
		row_set = set_number[$3]
	} else {
		fail(NR, "neither a form nor a set: " $3)
	}
	member_row[members++] = sprintf("{%s, %s, %s, %d}", literal($2), field_of($4), row_form, row_set)
	member_count[rows]++
	next
}

$1 == "decode" {
	once("decode")
	if (NF < 3 || !($2 in decoder))
		fail(NR, "want: decode DECODER MEMBER...")
	decoder_of[rows] = decoder[$2]
	for (i = 3; i <= NF; i++)
		own_member($i)
	next
}

$1 == "example" {
	need_event()
	finish_example()
	examples++
	examples_of[rows]++
	example_line[examples] = NR
	example_row[examples] = rows
	gives_of[examples] = ""
	take_example()
	next
}

$1 == "gives" {
	if (!examples || example_row[examples] != rows)
		fail(NR, "gives stands before an example")
	text = $0
	sub(/^[ \t]*gives[ \t]*/, "", text)
	sub(/[ \t]*$/, "", text)
	if (text == "")
		fail(NR, "want: gives TEXT")
	gives_of[examples] = gives_of[examples] "\n\t " literal(text) " \"\\0\""
	next
}

{ fail(NR, "unknown word: " $1) }

function print_rows(head, row, from, count,    i) {
	print "\n" head " = {"
	for (i = from; i < from + count; i++)
		print "\t" row[i] ","
	print "};"
}

function print_table(    i, id, bit, word, n) {
	print "/* Generated from grammars/crash.events by build-aux/crash-events.awk: do not edit. */"
	print "#include \"lib/evtx/crash.h\""
	print "#include \"lib/evtx/crash_table.h\""
	print_rows("const struct crash_word crash_words[]", word_row, 0, words)
	print_rows("const struct crash_set crash_sets[]", set_row, 0, sets)
	print_rows("const struct crash_provider_name crash_provider_names[]", name_row, 0, names)
	for (i = 0; i < providers; i++)
		provider_row[i] = "{" provider_names[i] ", " (provider_channel[i] == "" ? "{NULL, 0}" : \
			"{" literal(provider_channel[i]) ", " length(provider_channel[i]) "}") "}"
	print_rows("const struct crash_provider crash_providers[]", provider_row, 0, providers)
	print_rows("const struct crash_member crash_members[]", member_row, 0, members)
	for (i = 1; i <= rows; i++)
		event_row[i] = sprintf("{%d, %d, %d, %d, %d, %s, %s, %s, %s, %s, %s}", first_id[i], \
			last_id[i], members_at[i], member_count[i], provider_of[i], kind_of[i], \
			bugcheck_of[i], decoder_of[i], where_of[i], is_of[i], what_of[i])
	print_rows("const struct crash_event crash_events[]", event_row, 1, rows)
	print "const size_t crash_event_count = COUNT_OF(crash_events);"
	n = 0
	for (id = 0; id < 8192; id++)
		for (i = 1; i <= rows; i++)
			if (first_id[i] <= id && id <= last_id[i])
				index_row[n++] = sprintf("{%d, %d}", id, i - 1)
	print_rows("const struct crash_index crash_index[]", index_row, 0, n)
	print "const size_t crash_index_count = COUNT_OF(crash_index);"
	print "\nconst uint32_t crash_ids[CRASH_ID_LIMIT / 32] = {"
	for (id = 0; id < 8192; id += 32) {
		word = 0
		for (bit = 0; bit < 32; bit++)
			for (i = 1; i <= rows; i++)
				if (first_id[i] <= id + bit && id + bit <= last_id[i]) {
					word += 2 ^ bit
					break
				}
		if (word)
			printf "\t[%d] = %.0fu,\n", id / 32, word
	}
	print "};"
}

function print_examples(    i, row) {
	print "/* Generated from grammars/crash.events by build-aux/crash-events.awk: do not edit. */"
	print "#include \"lib/base/compiler.h\""
	print "#include \"tests/unit/crash_examples.h\"\n"
	for (i = 1; i <= examples; i++)
		if (example_count[i])
			print "static const struct crash_example_data data_" i "[] = {" example_data[i] "\n};"
	print "\nconst struct crash_example crash_examples[] = {"
	for (i = 1; i <= examples; i++) {
		row = example_row[i]
		printf "\t{%d, %d, %s, %s, %d, %s, %s, %d, %s,%s},\n", example_line[i], row - 1, \
			literal(provider_name[provider_of[row]]), \
			literal(provider_channel[provider_of[row]]), first_id[row], \
			literal(kind_name[row]), example_count[i] ? "data_" i : "NULL", \
			example_count[i], example_binary[i], gives_of[i]
	}
	print "};\nconst size_t crash_example_count = COUNT_OF(crash_examples);"
}

END {
	if (failed)
		exit 1
	finish_event()
	if (!rows)
		fail(NR, "no event")
	if (want == "examples")
		print_examples()
	else
		print_table()
}
