# One PCRE2 pattern that matches every line that grammars/dumpstack.gram knows (POSIX awk).
# For programs that only tell whether a line matches: groups capture nothing.

function literal(line,    i, c, out) {
	sub(/^[a-z]+[ \t]+"/, "", line)
	sub(/"[ \t]*$/, "", line)
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c ~ /[A-Za-z0-9 ]/ ? c : "\\" c)
	}
	return out
}

function end_rule() {
	if (begins != "")
		all = all (all == "" ? "" : "|") begins pattern ends
	begins = pattern = ends = ""
}

$1 == "rule" { end_rule() }
$1 == "begins" { begins = literal($0) }
$1 == "ends" { ends = literal($0) }
$1 == "matches" {
	pattern = $0
	sub(/^matches ?/, "", pattern)
	gsub(/\(\?<[a-z_]+>/, "(?:", pattern)
	if (pattern != "")
		pattern = "(?:" pattern ")"
}

END {
	end_rule()
	# Blanks at the end of a line do not count; the line end may be CR LF.
	print "^(?:" all ")[ \\t]*\\r?$"
}
