# SPDX-License-Identifier: MIT
# Part of bugcheck-knowledge.awk: what grammars/bugcheck.parameters says becomes rules, tests, ranges
# and examples.

# Closes the rules that are open at this depth and below: their spans are known now.
function close_rules(to,    d, i) {
	for (d = open_depth; d >= to; d--) {
		i = open_rule[d]
		rule_span[i] = rules - i
		if ((rule_kind[i] == "RULE_FORM" || rule_kind[i] == "RULE_ELSE") && \
		    rule_span[i] == 1)
			fail_at(rule_place[i], "nothing stands beneath this condition")
	}
	if (open_depth >= to)
		open_depth = to - 1
}

function finish_example() {
	if (in_example && example_wants[examples - 1] == 0)
		fail_at(example_place[examples - 1], "the example does not say what it gives")
	in_example = 0
}

function finish_parameters() {
	if (block == "")
		return
	close_rules(0)
	finish_example()
	if (block in rules_as || block in rules_none)
		return
	rule_count[block] = rules - rule_first[block]
	if (rule_count[block] == 0)
		fail_at(rule_block[block], "the block is empty: want rules, as CODE or none")
	else if (!(block in has_example))
		fail_at(rule_block[block], "the block has no example")
	if (rule_count[block] > 65535)
		fail_at(rule_block[block], "so many rules do not fit 16 bits")
}

# Reads "[hi:lo]" off the front of text: sets field_shift and field_width, returns the rest.
function take_field(text,    at, bounds, part) {
	field_shift = 0
	field_width = 64
	if (substr(text, 1, 1) != "[")
		return text
	at = index(text, "]")
	bounds = substr(text, 2, at - 2)
	if (!at || bounds !~ /^[0-9][0-9]?:[0-9][0-9]?$/) {
		fail("want [hi:lo], two numbers of bits")
		return substr(text, at + 1)
	}
	split(bounds, part, ":")
	if (part[1] + 0 > 63 || part[2] + 0 > part[1] + 0)
		fail("bits go from 63 to 0, the higher one first: [" bounds "]")
	else {
		field_shift = part[2] + 0
		field_width = part[1] - part[2] + 1
	}
	return substr(text, at + 1)
}

# A literal as a number of the field; "" if it is none.
function literal_of(text) {
	if (!is_literal(text)) {
		if (made_of(text, "0123456789"))
			fail("a number without 0x says nothing of its radix: " text)
		else
			fail("not a number 0x... of at most 16 lower-case digits: " text)
		return ""
	}
	if (!fits(padded(text), field_width)) {
		fail(text " does not fit the field")
		return ""
	}
	return padded(text)
}

function add_range(first, last) {
	if ((first "") > (last ""))
		fail("the range descends: " shortened(first) ".." shortened(last))
	range_list = range_list first "-" last " "
}

# Adds one of "0x1", "0x1..0x7", "0x80.." and "-1" to range_list. Many values of 32 bits with the
# highest bit set come sign-extended to 64 bits, as LONG is: whole parameters match either form.
function take_range(text,    at, low, high, first, last) {
	if (text == "-1") {
		add_range(ones(field_width), ones(field_width))
		if (field_width == 64)
			add_range(ones(32), ones(32))
		return
	}
	at = index(text, "..")
	low = at ? substr(text, 1, at - 1) : text
	high = at ? substr(text, at + 2) : text
	first = literal_of(low)
	last = high == "" ? ones(field_width) : high == low ? first : literal_of(high)
	if (first == "" || last == "")
		return
	add_range(first, last)
	if (field_width == 64 && is_negative(low) && is_negative(high))
		add_range("ffffffff" substr(low, 3), "ffffffff" substr(high, 3))
}

# Reads a list of values into range_list.
function take_list(text,    n, i, part) {
	range_list = ""
	n = split(text, part, ",")
	if (!n)
		fail("the list of values is empty")
	for (i = 1; i <= n; i++)
		take_range(part[i])
}

# Where these ranges start in the table; equal lists are one. Sets range_count.
function ranges_at(list,    n, i, part) {
	n = split(list, part, " ")
	range_count = n
	if (!(list in list_at)) {
		list_at[list] = ranges
		for (i = 1; i <= n; i++)
			range_row[ranges++] = "{" number_text(substr(part[i], 1, 16)) ", " \
				number_text(substr(part[i], 18)) "}"
	}
	return list_at[list]
}

# A test as a row of the table. parameter: 1 to 4, the field as take_field() left it.
function test_row(kind, parameter,    at) {
	at = ranges_at(range_list)
	return "{" at ", " range_count ", " kind ", " parameter - 1 ", " field_shift ", " \
		field_width "}"
}

# Where these tests, rows that each end with a line feed, start in the table; equal ones are one.
function tests_at(list,    n, i, part) {
	if (!(list in test_at)) {
		n = split(list, part, "\n")
		test_at[list] = tests
		for (i = 1; i < n; i++)
			all_tests[tests++] = part[i]
	}
	return test_at[list]
}

# Reads one condition, such as 1=0x3 or 2[7:0]!=0x1,0x2, and returns its row.
function take_condition(text,    parameter, rest) {
	parameter = substr(text, 1, 1)
	if (index("1234", parameter) == 0) {
		fail("want a condition on parameter 1 to 4: " text)
		return ""
	}
	rest = take_field(substr(text, 2))
	if (substr(rest, 1, 1) == "&") {
		take_mask(substr(rest, 2))
		return test_row("TEST_BITS", parameter)
	}
	if (substr(rest, 1, 1) == "=")
		take_list(substr(rest, 2))
	else if (substr(rest, 1, 2) == "!=")
		take_list(substr(rest, 3))
	else {
		fail("want = or != or & in a condition: " text)
		return ""
	}
	return test_row(substr(rest, 1, 1) == "=" ? "TEST_IN" : "TEST_NOT_IN", parameter)
}

function take_mask(text,    mask) {
	range_list = ""
	mask = literal_of(text)
	if (mask == "")
		return
	if (mask == padded("0x0"))
		fail("a mask without bits always holds")
	range_list = mask "-" mask " "
}

# Enters a rule; list holds the rows of its tests, count of them.
function add_rule(kind, parameter, text, list, count, decoder_name) {
	rule_kind[rules] = kind
	rule_place[rules] = here
	rule_line[rules] = line_number
	rule_span[rules] = 1
	rule_head[rules] = text == "" ? 0 : pool_one(text)
	rule_tests[rules] = count
	rule_test[rules] = count ? tests_at(list) : 0
	rule_rest[rules] = parameter - 1 ", " field_shift ", " field_width ", " decoder_name
	open_depth = depth
	open_rule[depth] = rules
	sibling[depth] = kind
	rules++
}

# The bits that a case looks at.
function selector(parameter) {
	return parameter "[" field_shift "+" field_width "]"
}

# No value may stand twice among the cases of one scope that look at the same bits.
function check_cases(bits,    n, i, j, part, old, low, high) {
	n = split(range_list, part, " ")
	for (i = 1; i <= n; i++) {
		low = substr(part[i], 1, 16)
		high = substr(part[i], 18)
		for (j = 1; j <= taken_count[scope[depth], bits]; j++) {
			old = taken[scope[depth], bits, j]
			if ((low "") > (substr(old, 18, 16) "") || \
			    (high "") < (substr(old, 1, 16) ""))
				continue
			fail(shortened(low) " stands in a case of this scope already, on line " \
				substr(old, 35))
			return
		}
	}
	for (i = 1; i <= n; i++)
		taken[scope[depth], bits, ++taken_count[scope[depth], bits]] = part[i] " " \
			line_number
}

function take_if(text,    n, i, part, list, row) {
	if (text !~ /:$/) {
		fail("want: if CONDITION...:")
		return
	}
	n = split(substr(text, 4, length(text) - 4), part, " ")
	if (!n)
		fail("if without a condition")
	list = ""
	for (i = 1; i <= n; i++) {
		row = take_condition(part[i])
		if (row == "")
			return
		list = list row "\n"
	}
	field_shift = field_width = 0
	add_rule("RULE_FORM", 1, "", list, n, "DECODER_NONE")
}

function take_otherwise(parameter, words) {
	if (!((scope[depth], selector(parameter)) in has_case))
		fail("no case of the same bits stands before this in its scope")
	add_rule("RULE_OTHERWISE", parameter, words, "", 0, "DECODER_NONE")
}

function take_case(parameter, rest, words,    bits, mask) {
	bits = selector(parameter)
	mask = substr(rest, 1, 1) == "&"
	if (mask)
		take_mask(substr(rest, 2))
	else
		take_list(substr(rest, 2))
	if (range_list == "")
		return
	if (!mask)
		check_cases(bits)
	else if ((scope[depth], bits, range_list) in has_mask)
		fail("this mask stands in a case of this scope already")
	else
		has_mask[scope[depth], bits, range_list] = 1
	has_case[scope[depth], bits] = 1
	add_rule("RULE_CASE", parameter, words, \
		test_row(mask ? "TEST_BITS" : "TEST_IN", parameter) "\n", 1, "DECODER_NONE")
}

# What a parameter is, or a field of it.
function take_meaning(parameter, whole, words, head, word) {
	if (word != "" && !(word in decoder)) {
		fail("neither a decoder nor a set: " word)
		return
	}
	if (word == "mci_status" && head != "4 mci_status")
		fail("mci_status goes with parameter 4")
	if (word == "mac" && head != "2 mac")
		fail("mac goes with parameter 2")
	if (whole && (scope[depth], parameter) in has_meaning)
		fail("this scope has a meaning of parameter " parameter " already")
	if (whole)
		has_meaning[scope[depth], parameter] = 1
	add_rule(whole ? "RULE_MEANING" : "RULE_FIELD", parameter, words, "", 0, \
		word == "" ? "DECODER_NONE" : decoder[word])
}

# A line that starts with the number of a parameter.
function take_rule(text,    at, head, words, parameter, rest, whole) {
	at = index(text, ": ")
	if (!at) {
		fail("want a colon, a blank and a text")
		return
	}
	head = substr(text, 1, at - 1)
	words = substr(text, at + 2)
	check_text(words, 240, "the text")
	no_full_stop(words, "the text")
	parameter = substr(head, 1, 1)
	if (index("1234", parameter) == 0) {
		fail("parameters are 1 to 4")
		return
	}
	rest = substr(head, 2)
	whole = substr(rest, 1, 1) != "["
	rest = take_field(rest)
	if (rest == "=*") {
		take_otherwise(parameter, words)
	} else if (rest ~ /^[=&]/) {
		take_case(parameter, rest, words)
	} else if (rest == "" || rest ~ /^ [a-z]/) {
		take_meaning(parameter, whole, words, head, substr(rest, 2))
	} else {
		fail("want N, N decoder, N=LIST, N=* or N&MASK before the colon, found " head)
	}
}

# Digits with 0x; single decimal digits are the same in any radix.
function example_value(text) {
	if (text ~ /^[0-9]$/)
		text = "0x" text
	if (is_literal(text))
		return number_text(padded(text))
	fail("not a number 0x... of at most 16 lower-case digits, nor -: " text)
	return "0x0ull"
}

function take_example(text,    n, i, part, values, known, given) {
	finish_example()
	close_rules(0)
	in_example = 1
	has_example[block] = 1
	n = split(text, part, " ")
	if (n < 2 || n > 5)
		fail("want: example P1 P2 P3 P4")
	values = known = ""
	for (i = 2; i <= 5; i++) {
		given = i <= n && part[i] != "-"
		values = values (i > 2 ? ", " : "") (given ? example_value(part[i]) : "0x0ull")
		known = known (i > 2 ? ", " : "") (given ? "true" : "false")
	}
	example_row[examples] = block "u, " line_number ", {" values "}, {" known "}, " expectations
	example_wants[examples] = 0
	example_place[examples] = here
	examples++
}

function take_expectation(text) {
	if (text !~ /^[1-4] [^ ]/) {
		fail("want under an example: N WORDS")
		return
	}
	expectation_row[expectations++] = "{" line_number ", " substr(text, 1, 1) - 1 ", \"" \
		substr(text, 3) "\"}"
	example_wants[examples - 1]++
}

# Opens or closes scopes so that the line stands in its own; 0 if it is indented wrongly.
function enter_scope(    kind) {
	if (depth > open_depth + 1) {
		fail("the line is indented too far")
		return 0
	}
	if (depth == open_depth + 1) {
		kind = depth ? rule_kind[open_rule[depth - 1]] : ""
		if (kind == "RULE_MEANING" || kind == "RULE_FIELD") {
			fail("nothing stands beneath a line that is no condition")
			return 0
		}
		if (depth >= 8) {
			fail("scopes are nested 8 deep at most")
			return 0
		}
		if (depth || !scope_open) {
			scope[depth] = ++scopes
			sibling[depth] = ""
			scope_open = 1
		}
		return 1
	}
	close_rules(depth)
	return 1
}

function take_parameters(text,    word) {
	word = text
	sub(/ .*/, "", word)
	if (depth == 0 && word == "code") {
		finish_parameters()
		if (!enter_block(text, rule_block))
			return
		rule_code[rule_codes++] = block
		rule_first[block] = rules
		rule_count[block] = 0
		open_depth = -1
		scope_open = lines_in_block = 0
		return
	}
	if (block == "")
		return
	lines_in_block++
	if (block in rules_as || block in rules_none) {
		fail("as and none stand alone in their block")
	} else if (word == "example") {
		if (depth)
			fail("an example stands at the start of its line")
		take_example(text)
	} else if (in_example) {
		if (depth == 1)
			take_expectation(text)
		else
			fail("examples come last, and what they give is indented by two blanks")
	} else if (word == "as" || word == "none") {
		take_reference(word, behind(text))
	} else if (enter_scope()) {
		field_shift = field_width = 0
		if (word == "if")
			take_if(text)
		else if (text == "else:") {
			if (sibling[depth] != "RULE_FORM")
				fail("else stands directly after an if")
			add_rule("RULE_ELSE", 1, "", "", 0, "DECODER_NONE")
		} else if (text ~ /^[0-9]/)
			take_rule(text)
		else
			fail("unknown word: " word)
	}
}

function take_reference(word, rest) {
	if (lines_in_block > 1)
		fail(word " stands alone in its block")
	if (word == "none") {
		if (rest != "")
			fail("none takes nothing")
		rules_none[block] = 1
		return
	}
	if (!is_code(rest) || rest == block)
		fail("want: as CODE, another code with eight lower-case digits")
	rules_as[block] = rest
	rules_place[block] = here
}
