# SPDX-License-Identifier: MIT
# Takes the examples out of a page and writes each as a pair of files:
#   awk -v to=FOLDER -f examples.awk PAGE     -> FOLDER/N.command, FOLDER/N.expected, FOLDER/N.line
# An example is a line that starts with "$ " and what follows it up to the next one, or to the end
# of the block: in mdoc pages (.1, .5) ".Bd -literal" to ".Ed", elsewhere (README.md) a fenced block
# of "console". A command goes on in lines that start with "> ", and after a backslash at the
# end of a line. Blank lines at the end of what is expected do not count.

# UTF-8 of a code point given in hexadecimal, without help of the locale.
function utf8(hex,    n, i) {
	n = 0
	for (i = 1; i <= length(hex); i++)
		n = n * 16 + index("0123456789ABCDEF", toupper(substr(hex, i, 1))) - 1
	if (n < 128)
		return sprintf("%c", n)
	if (n < 2048)
		return sprintf("%c%c", 192 + int(n / 64), 128 + n % 64)
	if (n < 65536)
		return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64)
	return sprintf("%c%c%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64,
		128 + int(n / 64) % 64, 128 + n % 64)
}

# What roff's escapes stand for.
function unescape(line,    out, at, rest, name) {
	out = ""
	while ((at = index(line, "\\")) > 0) {
		out = out substr(line, 1, at - 1)
		rest = substr(line, at + 1)
		if (rest ~ /^\[u[0-9A-F]+\]/) {
			name = substr(rest, 3, index(rest, "]") - 3)
			out = out utf8(name)
			line = substr(rest, index(rest, "]") + 1)
		} else if (rest ~ /^\(/) {
			name = substr(rest, 2, 2)
			if (!(name in glyph)) {
				printf "%s:%d: unknown escape \\(%s\n", FILENAME, FNR, name | "cat 1>&2"
				exit failed = 1
			}
			out = out glyph[name]
			line = substr(rest, 4)
		} else {
			name = substr(rest, 1, 1)
			if (name == "e" || name == "\\")
				out = out "\\"
			else if (name != "&")
				out = out name
			line = substr(rest, 2)
		}
	}
	return out line
}

function end_example(    i, name) {
	if (!command)
		return
	name = to "/" sprintf("%04d", ++examples)
	print command >(name ".command")
	print start >(name ".line")
	while (lines > 0 && line_of[lines] == "")
		lines--
	printf "" >(name ".expected")
	for (i = 1; i <= lines; i++)
		print line_of[i] >(name ".expected")
	close(name ".command")
	close(name ".line")
	close(name ".expected")
	command = ""
	lines = 0
}

BEGIN {
	glyph["dq"] = "\""
	glyph["aq"] = "'"
	glyph["ga"] = "`"
	glyph["ti"] = "~"
	glyph["ha"] = "^"
	glyph["rs"] = "\\"
	glyph["en"] = utf8("2013")
	glyph["bu"] = utf8("2022")
	glyph["mc"] = utf8("B5")
}

FNR == 1 {
	mdoc = FILENAME ~ /\.[0-9]$/
}

mdoc && /^\.Bd .*-literal/ {
	inside = 1
	next
}

mdoc && /^\.Ed/ || !mdoc && inside && /^```/ {
	end_example()
	inside = 0
	next
}

!mdoc && /^```console/ {
	inside = 1
	next
}

!inside || mdoc && /^[.']/ {
	next
}

{
	line = mdoc ? unescape($0) : $0
	if (command && lines == 0 && (goes_on || line ~ /^> /)) {
		sub(/^> /, "", line)
		command = command "\n" line
	} else if (line ~ /^\$ /) {
		end_example()
		start = FNR
		command = substr(line, 3)
	} else if (command) {
		line_of[++lines] = line
		next
	} else {
		next
	}
	goes_on = line ~ /\\$/
}

END {
	if (failed)
		exit failed
	end_example()
}
