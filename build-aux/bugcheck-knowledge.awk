# SPDX-License-Identifier: MIT
# Makes lib/bugcheck/knowledge_table.c, or with -v want=examples build-aux/bugcheck_examples.c, from
# the sources that bugcheck-parameters(5) describes. The ending of a file's name says which of them
# it is. Stops at the first bad line with file:line: message and status 1.
# Run it as: LC_ALL=C awk [-v want=examples] -f bugcheck-texts.awk -f bugcheck-rules.awk
#	-f bugcheck-knowledge.awk bugcheck.codes bugcheck.values bugcheck.forced bugcheck.meanings
#	bugcheck.parameters
# For whoever writes a part of them: -v want=nothing only checks, -v all=1 goes on behind a bad line,
# -v partial=1 does not ask for every documented code.

# ---- Lines. A line that goes on is put together first, then taken by the file it is in.

# What stands behind the first word.
function behind(text) {
	sub(/^[^ ]+ */, "", text)
	return text
}

function take_line(    text) {
	if (!waiting)
		return
	waiting = 0
	text = line_text
	if (role == "values")
		take_values(text)
	else if (role == "forced")
		take_forced(text)
	else if (role == "meanings")
		take_meanings(text)
	else
		take_parameters(text)
}

function begin_file(    n, part) {
	take_line()
	finish_file()
	file = FILENAME
	here = file ":1"
	n = split(file, part, ".")
	role = part[n]
	if (role !~ /^(codes|values|forced|meanings|parameters)$/)
		fail("the ending of its name does not say what this file is")
	previous = ""
	block = ""
	current_set = current_category = current_way = ""
}

function finish_file() {
	if (role == "meanings")
		finish_meanings()
	else if (role == "parameters")
		finish_parameters()
	else if (role == "values")
		finish_set()
	else if (role == "forced")
		finish_way()
}

# Enters the first line of a block, "code NUMBER NAME"; 0 if it is bad.
function enter_block(text, blocks,    part, n) {
	block = ""
	n = split(text, part, " ")
	if (n != 3 || !is_code(part[2])) {
		fail("want: code 0x00000000 NAME, with eight lower-case digits")
		return 0
	}
	if (!(part[2] in name_of))
		fail("bugcheck.codes lacks the code " part[2])
	else if (name_of[part[2]] != part[3])
		fail("bugcheck.codes has " name_of[part[2]] " for " part[2])
	if (part[2] in blocks) {
		fail(part[2] " has a block already, at " blocks[part[2]])
		return 0
	}
	if ((part[2] "") < (previous ""))
		fail(part[2] " comes after " previous ": the codes have to ascend")
	previous = part[2]
	block = part[2]
	blocks[block] = here
	return 1
}

# ---- bugcheck.values

function finish_set() {
	if (current_set != "" && set_values[set_number[current_set]] == 0)
		fail("the set " current_set " has no values")
	current_set = ""
	current_category = ""
}

function take_set(text,    part, n) {
	finish_set()
	n = split(text, part, " ")
	if (n != 3 || !is_word(part[2]) || (part[3] != "exact" && part[3] != "bits")) {
		fail("want: set NAME exact|bits")
		return
	}
	if (part[2] in decoder) {
		fail("there is a decoder or set " part[2] " already")
		return
	}
	current_set = part[2]
	set_number[current_set] = sets
	decoder[current_set] = "DECODER_SETS" (sets ? " + " sets : "")
	set_first[sets] = all_values
	set_values[sets] = 0
	set_bits[sets] = part[3] == "bits"
	set_name[sets++] = current_set
	set_previous = ""
	if (sets > 200)
		fail("so many sets do not fit a byte")
}

function take_set_value(text,    at, value, words) {
	at = index(text, ": ")
	value = substr(text, 1, at - 1)
	words = substr(text, at + 2)
	if (!at || !is_literal(value)) {
		fail("want 0xVALUE: text")
		return
	}
	value = padded(value)
	if (!fits(value, 32))
		fail("values of sets have 32 bits at most")
	if (set_previous != "" && (value "") <= (set_previous ""))
		fail("the values of a set ascend, and none stands twice")
	if (set_bits[sets - 1] && value == padded("0x0"))
		fail("a set of bits has no value 0")
	set_previous = value
	check_text(words, 160, "the text")
	no_full_stop(words, "the text")
	value_row[all_values++] = "{0x" substr(value, 9) "u, " pool_one(words) "}"
	set_values[sets - 1]++
}

function take_values(text,    word) {
	word = text
	sub(/ .*/, "", word)
	if (word == "category") {
		finish_set()
		text = behind(text)
		word = text
		sub(/ .*/, "", word)
		if (!(word in category))
			fail("unknown category: " word)
		if (word in category_text)
			fail("the category " word " stands twice")
		text = behind(text)
		check_text(text, 320, "the sentence")
		current_category = word
		category_text[word] = text
		category_next[word] = ""
	} else if (word == "next" && current_category != "") {
		text = behind(text)
		check_text(text, 160, "the text")
		category_next[current_category] = category_next[current_category] text "\n"
	} else if (word == "set") {
		take_set(text)
	} else if (current_set != "") {
		take_set_value(text)
	} else {
		fail("unknown word: " word)
	}
}

# ---- bugcheck.forced

function finish_way() {
	if (current_way != "" && way_title[current_way] == "")
		fail("the way " current_way " has no title")
	current_way = ""
}

function take_way(word) {
	finish_way()
	if (!is_word(word) || word in way_number) {
		fail("want: way NAME, with a name that is new")
		return
	}
	current_way = word
	way_number[word] = ways
	way_bit[word] = next_way_bit
	next_way_bit *= 2
	way_name[ways++] = word
	way_title[word] = way_setting[word] = way_proof[word] = ""
	if (ways > 32)
		fail("so many ways do not fit 32 bits")
}

function take_forced_code(code, rest,    n, part, i, word, bits, seen) {
	finish_way()
	n = split(rest, part, " ")
	if (n != 2 || (part[1] != "yes" && part[1] != "possible")) {
		fail("want: CODE yes|possible WAY[,WAY]...")
		return
	}
	if (!(code in name_of))
		fail("bugcheck.codes lacks the code " code)
	if ((code "") <= (previous ""))
		fail(code " comes after " previous ": the codes have to ascend")
	previous = code
	word = part[1]
	bits = 0
	n = split(part[2], part, ",")
	for (i = 1; i <= n; i++) {
		if (!(part[i] in way_number) || part[i] in seen)
			fail("unknown way, or named twice: " part[i])
		else
			bits += way_bit[part[i]]
		seen[part[i]] = 1
	}
	forced_row[forced++] = sprintf("{%su, %.0fu, %s}", code, bits, \
		(word == "yes" ? "true" : "false"))
}

function take_forced(text,    word, rest) {
	word = text
	sub(/ .*/, "", word)
	rest = behind(text)
	if (word == "way") {
		take_way(rest)
	} else if (is_code(word)) {
		take_forced_code(word, rest)
	} else if (current_way == "") {
		fail("unknown word: " word)
	} else if (word == "title" || word == "setting" || word == "proof") {
		check_text(rest, 160, "the text")
		no_full_stop(rest, "the text")
		if ((current_way, word) in way_said)
			fail(word " stands twice")
		way_said[current_way, word] = 1
		if (word == "title")
			way_title[current_way] = rest
		else if (word == "setting")
			way_setting[current_way] = rest
		else
			way_proof[current_way] = rest
	} else {
		fail("unknown word: " word)
	}
}

# ---- bugcheck.meanings

function finish_meanings(    place) {
	if (block == "" || block in means_as)
		return
	place = meaning_block[block]
	if (category_of[block] == "")
		fail_at(place, "the block has no category")
	if (title_of[block] == "")
		fail_at(place, "the block has no title")
	if (meaning_of[block] == "" && !((block, "name_only") in said))
		fail_at(place, "the block has no meaning (or the line name_only)")
	if (meaning_of[block] != "" && (block, "name_only") in said)
		fail_at(place, "a block with a meaning is not name_only")
}

function once(word) {
	if ((block, word) in said)
		fail(word " stands twice")
	said[block, word] = 1
}

function take_meanings(text,    word, rest) {
	word = text
	sub(/ .*/, "", word)
	rest = behind(text)
	if (depth)
		fail("lines of this file are not indented")
	if (word == "code") {
		finish_meanings()
		if (!enter_block(text, meaning_block))
			return
		code_at[codes++] = block
		category_of[block] = title_of[block] = meaning_of[block] = ""
		causes_of[block] = next_of[block] = ""
		cause_count = lines_in_block = 0
		return
	}
	if (block == "")
		return
	lines_in_block++
	if (word == "as") {
		if (lines_in_block > 1 || !is_code(rest) || rest == block)
			fail("want alone in its block: as CODE, another code")
		means_as[block] = rest
		means_place[block] = here
	} else if (block in means_as) {
		fail("as CODE stands alone in its block")
	} else if (word == "category") {
		once(word)
		if (!(rest in category))
			fail("unknown category: " rest)
		category_of[block] = rest
	} else if (word == "title") {
		once(word)
		check_text(rest, 80, "the title")
		no_full_stop(rest, "the title")
		title_of[block] = rest
	} else if (word == "meaning") {
		once(word)
		check_text(rest, 320, "the meaning")
		if (rest !~ /\.$/)
			fail("the meaning is a sentence and ends with a full stop")
		meaning_of[block] = rest
	} else if (text == "name_only") {
		once(word)
	} else if (word == "cause") {
		check_text(rest, 160, "the cause")
		no_full_stop(rest, "the cause")
		if (++cause_count > 6)
			fail("more than six causes")
		causes_of[block] = causes_of[block] rest "\n"
	} else if (word == "next") {
		check_text(rest, 160, "the text")
		no_full_stop(rest, "the text")
		next_of[block] = next_of[block] rest "\n"
	} else {
		fail("unknown word: " word)
	}
}

# ---- All of it

function take_code() {
	if (!is_code($1))
		return
	name_of[$1] = substr($2, 1, 1) == "=" ? substr($2, 2) : $2
	if ($5 != "no")
		documented[documents++] = $1
}

# as CODE has to name a block that is none of these itself.
function check_references(map, place, blocks,    code) {
	for (code in map) {
		if (!(map[code] in blocks)) {
			if (!partial)
				fail_at(place[code], "there is no block of " map[code])
		} else if (map[code] in map) {
			fail_at(place[code], "the block of " map[code] " refers to yet another one")
		}
	}
}

function check_whole(    i, word) {
	check_references(means_as, means_place, meaning_block)
	check_references(rules_as, rules_place, rule_block)
	for (i = 0; i < codes; i++)
		if (!(code_at[i] in rule_block))
			fail_at(meaning_block[code_at[i]], \
				code_at[i] " has no block among the parameters")
	for (i = 0; i < rule_codes; i++)
		if (!(rule_code[i] in meaning_block))
			fail_at(rule_block[rule_code[i]], \
				rule_code[i] " has no block among the meanings")
	if (partial)
		return
	for (i = 0; i < documents; i++)
		if (!(documented[i] in meaning_block))
			fail_at(file, "the documented code " documented[i] " has no block")
	for (word in category)
		if (!(word in category_text))
			fail_at(file, "the category " word " is not described")
}

function name_list(list, prefix, map,    n, i, part) {
	n = split(list, part, " ")
	for (i = 1; i <= n; i++)
		map[part[i]] = prefix toupper(part[i])
	return n
}

BEGIN {
	categories = "system_crash invalid_operation hardware storage power driver memory " \
		"security forced live_dump"
	name_list(categories, "BUGCHECK_CATEGORY_", category)
	name_list("address ntstatus irql pool_tag filetime fastfail decimal bytes milliseconds " \
		"seconds hundred_nanoseconds boolean bugcheck mci_status ipv4 mac", \
		"DECODER_", decoder)
	codes = rule_codes = rules = sets = ways = forced = examples = expectations = 0
	tests = ranges = 0
	all_values = documents = pool_size = pool_lines = scopes = waiting = failed = 0
	in_example = 0
	next_way_bit = 1
	open_depth = -1
	role = ""
	pool_one("")
}

FILENAME != file || FNR == 1 { begin_file() }

role == "codes" {
	if ($0 !~ /^#/)
		take_code()
	next
}

{
	if (length($0) > 110)
		fail_at(FILENAME ":" FNR, "the line has " length($0) " characters; at most 110 fit")
	if ($0 ~ /[^ -~]/)
		fail_at(FILENAME ":" FNR, "a tab, or a character that is not ASCII")
	if ($0 ~ / $/)
		fail_at(FILENAME ":" FNR, "blanks at the end of the line")
}

/^ *#/ || /^ *$/ { next }

{
	text = $0
	sub(/^ +/, "", text)
	if (text ~ /["\\]/)
		fail_at(FILENAME ":" FNR, "double quotes and backslashes are not taken")
	if (text ~ /^\+ /) {
		if (!waiting)
			fail_at(FILENAME ":" FNR, "there is no line that could go on here")
		line_text = line_text " " substr(text, 3)
		next
	}
	take_line()
	here = FILENAME ":" FNR
	line_number = FNR
	line_text = text
	waiting = 1
	depth = length($0) - length(text)
	if (depth % 2)
		fail("the line is indented by " depth " blanks: want two for each level")
	depth = int(depth / 2)
}

function print_rows(head, row, count,    i) {
	print "\n" head " = {"
	for (i = 0; i < count; i++)
		print "\t" row[i] ","
	if (!count)
		print "\t{0},"
	print "};"
}

function print_count(name, rows) {
	print "const size_t " name " = " rows ";"
}

function knowledge_row(code,    from, with, count) {
	from = code in means_as ? means_as[code] : code
	with = code in rules_as ? rules_as[code] : code
	count = rule_count[with] + 0
	return sprintf("{%su, %d, %d, %d, %d, %d, %d, %s}", code, pool_one(title_of[from]), \
		pool_one(meaning_of[from]), pool_list(causes_of[from]), pool_list(next_of[from]), \
		count ? rule_first[with] : 0, count, category[category_of[from]])
}

function print_texts(    i) {
	print "\n#pragma GCC diagnostic ignored \"-Woverlength-strings\""
	print "const char bugcheck_texts[] ="
	for (i = 0; i < pool_lines; i++)
		printf "\t\"%s\\0\"%s\n", pool_text[i], (i + 1 < pool_lines ? "" : ";")
}

function print_head() {
	print "/* Generated from grammars/bugcheck.* by build-aux/bugcheck-knowledge.awk: do not" \
		" edit. */"
}

function print_table(    i, n, part) {
	for (i = 0; i < codes; i++)
		code_row[i] = knowledge_row(code_at[i])
	for (i = 0; i < rules; i++)
		rule_row[i] = "{" rule_head[i] ", " rule_test[i] ", " rule_span[i] ", " \
			rule_tests[i] ", " rule_kind[i] ", " rule_rest[i] "}"
	for (i = 0; i < sets; i++)
		set_row[i] = "{" pool_one(set_name[i]) ", " set_first[i] ", " set_values[i] ", " \
			(set_bits[i] ? "true" : "false") "}"
	n = split(categories, part, " ")
	for (i = 1; i <= n; i++)
		category_row[i - 1] = "[" category[part[i]] "] = {" \
			pool_one(category_text[part[i]]) ", " pool_list(category_next[part[i]]) "}"
	for (i = 0; i < ways; i++)
		way_row[i] = "{" pool_one(way_name[i]) ", " pool_one(way_title[way_name[i]]) ", " \
			pool_one(way_setting[way_name[i]]) ", " pool_one(way_proof[way_name[i]]) "}"

	print_head()
	print "#include \"lib/bugcheck/knowledge.h\""
	print_texts()
	print_rows("const struct bugcheck_knowledge bugcheck_knowledge[]", code_row, codes)
	print_count("bugcheck_knowledge_count", codes)
	print_rows("const struct bugcheck_rule bugcheck_rules[]", rule_row, rules)
	print_count("bugcheck_rule_count", rules)
	print_rows("const struct bugcheck_test bugcheck_tests[]", all_tests, tests)
	print_rows("const struct bugcheck_range bugcheck_ranges[]", range_row, ranges)
	print_rows("const struct bugcheck_set bugcheck_sets[]", set_row, sets)
	print_count("bugcheck_set_count", sets)
	print_rows("const struct bugcheck_set_value bugcheck_set_values[]", value_row, all_values)
	print_rows("const struct bugcheck_category_info " \
		"bugcheck_categories[BUGCHECK_CATEGORY_COUNT]", category_row, n)
	print_rows("const struct bugcheck_way bugcheck_ways[]", way_row, ways)
	print_count("bugcheck_way_count", ways)
	print_rows("const struct bugcheck_forced bugcheck_forced[]", forced_row, forced)
	print_count("bugcheck_forced_count", forced)
}

function print_examples(    i) {
	for (i = 0; i < examples; i++)
		example_row[i] = "{" example_row[i] ", " example_wants[i] "}"
	print_head()
	print "#include \"build-aux/bugcheck_examples.h\""
	print_rows("const struct bugcheck_expectation bugcheck_expectations[]", expectation_row, \
		expectations)
	print_rows("const struct bugcheck_example bugcheck_examples[]", example_row, examples)
	print_count("bugcheck_example_count", examples)
	print_rows("const uint32_t bugcheck_rule_lines[]", rule_line, rules)
}

END {
	if (failed && !all)
		exit 1
	take_line()
	finish_file()
	check_whole()
	if (failed)
		exit 1
	if (want == "examples")
		print_examples()
	else if (want != "nothing")
		print_table()
}
