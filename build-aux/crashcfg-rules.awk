# SPDX-License-Identifier: MIT
# Makes lib/registry/lint_table.c, or with -v want=list lib/registry/lint_list.h, from
# grammars/crashcfg.rules, whose format crashcfg-rules(5) describes. Stops at the first bad line with
# file:line: message and status 1.
# Run it as: LC_ALL=C awk [-v want=list] -f crashcfg-rules.awk grammars/crashcfg.rules

function fail(line, message) {
	printf "%s:%d: %s\n", FILENAME, line, message | "cat 1>&2"
	close("cat 1>&2")
	failed = 1
	exit 1
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

# A name of ours as part of an identifier of C.
function identifier(name) {
	gsub(/-/, "_", name)
	return name
}

# What stands in braces is filled in when something is found.
function check_braces(line, text,    name) {
	while (match(text, /[{][^{}]*[}]/)) {
		name = substr(text, RSTART + 1, RLENGTH - 2)
		if (!(name in is_placeholder))
			fail(line, "{" name "} is none of " placeholders)
		text = substr(text, 1, RSTART - 1) substr(text, RSTART + RLENGTH)
	}
	if (text ~ /[{}]/)
		fail(line, "a brace is not closed")
}

# What people read: sentences, or what follows "when".
function check_text(line, what, text) {
	if (text == "")
		fail(line, what " has no text")
	if (text ~ /[^ -~]/ || text ~ /  / || length(text) > 400)
		fail(line, what " is ASCII with single blanks, and has at most 400 characters")
	if (text !~ /^[A-Z{]/ && what != "source")
		fail(line, what " begins with a capital letter")
	if (what == "when" || what == "source") {
		if (text ~ /[.]$/)
			fail(line, what " ends without a full stop")
	} else if (text !~ /[.]$/) {
		fail(line, what " ends with a full stop")
	}
	if (what == "message" || what == "remedy")
		check_braces(line, text)
	else if (text ~ /[{}]/)
		fail(line, what " has no words in braces")
}

# The statement that ends here: its text may stand on several lines.
function finish_statement() {
	if (word == "")
		return
	check_text(word_line, word, text)
	if ((word == "message" || word == "remedy") && findings > first_finding[rules]) {
		if (finding_text[findings, word] != "")
			fail(word_line, "the finding has a " word " already")
		finding_text[findings, word] = text
	} else if (word == "message") {
		fail(word_line, "a message belongs to a finding")
	} else {
		if (findings > first_finding[rules])
			fail(word_line, word " stands before the findings of its rule")
		if (rule_text[rules, word] != "")
			fail(word_line, "the rule has a " word " already")
		rule_text[rules, word] = text
	}
	word = ""
}

function finish_finding() {
	if (!rules || findings == first_finding[rules])
		return
	if (finding_text[findings, "message"] == "")
		fail(finding_line[findings], "the finding has no message")
	if (finding_text[findings, "remedy"] == "")
		finding_text[findings, "remedy"] = rule_text[rules, "remedy"]
	if (finding_text[findings, "remedy"] == "")
		fail(finding_line[findings], "neither the finding nor its rule has a remedy")
	# What is only inferred is said so twice: in the sentence and in the source.
	if (finding_text[findings, "message"] ~ /seem|[Rr]eports say/ && \
	    rule_text[rules, "source"] !~ /inferred: /)
		fail(finding_line[findings], "the message infers, the source does not say from what")
}

function finish_rule() {
	finish_statement()
	finish_finding()
	if (!rules)
		return
	if (findings == first_finding[rules])
		fail(rule_line[rules], "the rule has no finding")
	if (rule_text[rules, "when"] == "" || rule_text[rules, "explain"] == "" || \
	    rule_text[rules, "source"] == "")
		fail(rule_line[rules], "a rule has when, explain and source")
}

function begin_rule() {
	finish_rule()
	if (NF != 3 || $2 !~ /^CD[0-9][0-9]$/ || $3 !~ /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/)
		fail(FNR, "want: rule CDnn NAME, with a name of letters, digits and hyphens")
	if (rules && ($2 "") <= (rule_id[rules] ""))
		fail(FNR, $2 " comes after " rule_id[rules] ": the ids ascend")
	if (tolower($3) in rule_named)
		fail(FNR, "there is another rule " $3)
	rule_named[tolower($3)] = 1
	rules++
	rule_line[rules] = FNR
	rule_id[rules] = $2
	rule_name[rules] = $3
	first_finding[rules] = findings
}

function begin_finding(    n) {
	if (!rules)
		fail(FNR, "a finding stands before the first rule")
	finish_statement()
	finish_finding()
	if (NF < 3 || NF > 4 || (NF == 4 && $2 !~ /^[a-z]+(-[a-z]+)*$/))
		fail(FNR, "want: finding [WORD] error|warning|note nothing|unknown|unlikely|no")
	if (!($(NF - 1) in severity) || !($NF in outcome))
		fail(FNR, "want: finding [WORD] error|warning|note nothing|unknown|unlikely|no")
	findings++
	finding_line[findings] = FNR
	finding_rule[findings] = rules
	finding_word[findings] = NF == 4 ? $2 : ""
	finding_severity[findings] = severity[$(NF - 1)]
	finding_outcome[findings] = outcome[$NF]
	for (n = first_finding[rules] + 1; n < findings; n++)
		if (finding_word[n] == finding_word[findings])
			fail(FNR, "findings of one rule have different words")
}

function enumerator(n,    name) {
	name = "LINT_" rule_id[finding_rule[n]]
	return finding_word[n] == "" ? name : name "_" toupper(identifier(finding_word[n]))
}

BEGIN {
	split("note warning error", names, " ")
	for (i = 1; i <= 3; i++) {
		severity[names[i]] = i - 1
		severity_name[i - 1] = "LINT_" toupper(names[i])
	}
	split("nothing unknown unlikely no", names, " ")
	for (i = 1; i <= 4; i++) {
		outcome[names[i]] = i - 1
		outcome_name[i - 1] = "LINT_" toupper(names[i])
	}
	split("when explain source remedy message", names, " ")
	for (i = 1; i <= 5; i++)
		is_text[names[i]] = 1
	placeholders = "path value name file drive other size needed type what place meant version " \
		"number time until keys keyboard service"
	placeholder_count = split(placeholders, placeholder, " ")
	for (i = 1; i <= placeholder_count; i++)
		is_placeholder[placeholder[i]] = 1
	rules = findings = 0
	word = ""
}

/^#/ { next }

# An empty line ends a statement; nothing continues it.
/^[ \t]*$/ { finish_statement(); next }

/^[ \t]+[+] / {
	if (word == "")
		fail(FNR, "nothing to continue")
	sub(/^[ \t]+[+] /, "")
	text = text " " $0
	next
}

$1 == "rule" { begin_rule(); next }

$1 == "finding" { begin_finding(); next }

$1 in is_text && /^[a-z]/ {
	if (!rules)
		fail(FNR, $1 " stands before the first rule")
	finish_statement()
	word = $1
	word_line = FNR
	text = $0
	sub(/^[a-z]+ */, "", text)
	next
}

{ fail(FNR, "unknown statement " $1) }

function print_list(    n) {
	print "#ifndef REGISTRY_LINT_LIST_H\n#define REGISTRY_LINT_LIST_H\n"
	print "struct lint_run;\n"
	print "/* What messages and remedies may have in braces: members of struct lint_words. */"
	printf "#define LINT_WORDS(WORD)"
	for (n = 1; n <= placeholder_count; n++)
		printf " \\\n\tWORD(%s)", placeholder[n]
	print "\n"
	print "enum lint_case_id {"
	for (n = 1; n <= findings; n++)
		print "\t" enumerator(n) ","
	print "};\n"
	for (n = 1; n <= rules; n++)
		print "void lint_when_" tolower(identifier(rule_name[n])) "(struct lint_run *l);"
	print "\n#endif"
}

function print_cases(    n) {
	print "const struct lint_case lint_cases[] = {"
	for (n = 1; n <= findings; n++)
		printf "\t[%s] = {&lint_rules[%d], %s, %s, %s,\n\t %s,\n\t %s},\n", enumerator(n), \
			finding_rule[n] - 1, literal(finding_word[n]), \
			severity_name[finding_severity[n]], outcome_name[finding_outcome[n]], \
			literal(finding_text[n, "message"]), literal(finding_text[n, "remedy"])
	print "};\n"
}

# What the findings of a rule have together: which severities, and the worst outcome of each.
function print_severities(n, last,    i, s, has, worst) {
	for (s = 0; s < 3; s++)
		has[s] = worst[s] = 0
	for (i = first_finding[n] + 1; i <= last; i++) {
		s = finding_severity[i]
		has[s] = 1
		if (finding_outcome[i] > worst[s])
			worst[s] = finding_outcome[i]
	}
	printf "\t {%s, %s, %s},\n", has[0] ? "true" : "false", has[1] ? "true" : "false", \
		has[2] ? "true" : "false"
	printf "\t {%s, %s, %s},\n", outcome_name[worst[0]], outcome_name[worst[1]], \
		outcome_name[worst[2]]
}

function print_rules(    n, last) {
	print "const struct lint_rule lint_rules[] = {"
	for (n = 1; n <= rules; n++) {
		last = n < rules ? first_finding[n + 1] : findings
		printf "\t{%s, %s,\n\t %s,\n", literal(rule_id[n]), literal(rule_name[n]), \
			literal(rule_text[n, "when"])
		print_severities(n, last)
		printf "\t %s,\n\t %s,\n\t %s,\n\t %s,\n", \
			literal(finding_text[first_finding[n] + 1, "message"]), \
			literal(finding_text[first_finding[n] + 1, "remedy"]), \
			literal(rule_text[n, "explain"]), literal(rule_text[n, "source"])
		printf "\t &lint_cases[%d], %d},\n", first_finding[n], last - first_finding[n]
	}
	print "};\nconst size_t lint_rule_count = COUNT_OF(lint_rules);\n"
}

END {
	if (failed)
		exit 1
	finish_rule()
	if (!rules)
		fail(FNR, "no rule")
	print "/* Generated from grammars/crashcfg.rules by build-aux/crashcfg-rules.awk: do not edit. */"
	if (want == "list") {
		print_list()
		exit 0
	}
	print "#include \"lib/registry/lint_run.h\"\n"
	print_cases()
	print_rules()
	print "void (*const lint_conditions[])(struct lint_run *) = {"
	for (n = 1; n <= rules; n++)
		print "\tlint_when_" tolower(identifier(rule_name[n])) ","
	print "};"
}
