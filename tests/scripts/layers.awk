# SPDX-License-Identifier: MIT
# Reads C files and says which lines break the rules of layers.sh:
#   awk -f layers.awk FILE...     (names relative to the top of the tree)

BEGIN {
	split("pcre2.h jansson.h libdeflate.h zlib.h lzma.h zstd.h zstd_errors.h bzlib.h hivex.h", names)
	for (i in names)
		external[names[i]] = 1
	library["zstd_errors.h"] = "zstd.h"

	stay_silent = words("printf fprintf vprintf vfprintf dprintf vdprintf puts fputs putchar " \
		"putchar_unlocked fputc putc fwrite perror psignal warn warnx err errx error syslog")
	stay_inside = words("exit _exit _Exit quick_exit atexit getenv secure_getenv setenv putenv " \
		"setlocale system popen fork vfork posix_spawn execl execlp execle execv execvp execve " \
		"signal sigaction getopt getopt_long")
	open_nothing = words("open openat openat2 creat fopen freopen fdopen opendir memfd_create " \
		"mkstemp tmpfile unlink rename")
	move_no_bytes = words("read write pread pwrite readv writev lseek fread getline ioctl " \
		"recv send socket")
	be_banned = words("strcpy strcat strncpy strncat sprintf vsprintf gets strtok gmtime localtime " \
		"ctime asctime atoi atol atoll alloca scanf sscanf fscanf mktime strerror_l")
}

# A pattern for a call of one of the functions; "->open(" and ".open(" are members, not calls.
function words(list) {
	gsub(/ /, "|", list)
	return "(^|[^A-Za-z0-9_.>])(" list ")[ \t]*\\("
}

FNR == 1 {
	in_comment = 0
	layer = FILENAME
	sub(/\/[^\/]*$/, "", layer)
	in_lib = FILENAME ~ /^lib\//
}

function bad(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what
	found = 1
}

# May a file of this layer include that header of the tree?
function may_know(header,    room) {
	room = header
	sub(/\/[^\/]*$/, "", room)
	if (layer == "cmd")
		return room == "cmd" || room ~ /^lib\//
	if (room == layer || room == "lib/base")
		return layer ~ /^lib\//
	# A dump is terabytes at most, and read here and there: it cannot be handed over as bytes.
	if (layer == "lib/dump" && header == "lib/io/random.h")
		return 1
	return layer ~ /^lib\// && layer !~ /^lib\/(base|io|bugcheck)$/ && room == "lib/bugcheck"
}

# Code without comments and without what stands in strings and character constants.
function code_of(line,    out, c, i, n, quote) {
	n = length(line)
	out = ""
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		if (in_comment) {
			if (c == "*" && substr(line, i + 1, 1) == "/") {
				in_comment = 0
				i++
			}
		} else if (c == "/" && substr(line, i + 1, 1) == "*") {
			in_comment = 1
			i++
		} else if (c == "/" && substr(line, i + 1, 1) == "/") {
			break
		} else if (c == "\"" || c == "'") {
			quote = c
			out = out c
			for (i++; i <= n && substr(line, i, 1) != quote; i++)
				if (substr(line, i, 1) == "\\")
					i++
			out = out quote
		} else {
			out = out c
		}
	}
	return out
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	header = $0
	sub(/^[^"]*"/, "", header)
	sub(/".*/, "", header)
	if ((in_lib || layer == "cmd") && !may_know(header))
		bad(layer " may not know " header)
	if (header ~ /\.c$/ && (in_lib || layer == "cmd"))
		bad("a .c file is included: " header)
	if (layer ~ /^fixtures/ && header ~ /^(lib|cmd)\// && header !~ /^lib\/base\//)
		bad("the fixture makers are witnesses of their own, they may not know " header)
	next
}

/^[ \t]*#[ \t]*include[ \t]*</ {
	header = $0
	sub(/^[^<]*</, "", header)
	sub(/>.*/, "", header)
	if (!in_lib && layer != "cmd")
		next
	if (!(header in external) && header !~ /^libxml\//)
		next
	if (header ~ /^libxml\//)
		header = "libxml"
	else if (header in library)
		header = library[header]
	if (FILENAME !~ /^lib\/.*\.c$/)
		bad("external library outside a .c file of lib: " header)
	if ((header in owner) && owner[header] != FILENAME)
		bad("external library " header " is known to " owner[header] " already")
	if ((FILENAME in owned) && owned[FILENAME] != header)
		bad("two external libraries in one file: " owned[FILENAME] " and " header)
	owner[header] = FILENAME
	owned[FILENAME] = header
	next
}

{
	code = code_of($0)
	if ((in_lib || layer == "cmd") && code ~ be_banned)
		bad("banned function: " $0)
	if (!in_lib)
		next
	if (code ~ stay_silent || code ~ /(^|[^A-Za-z0-9_])(stdout|stderr|stdin|argv|environ)([^A-Za-z0-9_]|$)/)
		bad("lib prints nothing and reads no command line: " $0)
	if (code ~ stay_inside)
		bad("lib does not end, fork, or look into the environment: " $0)
	# A file in memory has no name, and nobody else's bytes.
	if (FILENAME == "lib/io/memory_file.c")
		sub(/memfd_create/, "", code)
	if (FILENAME != "lib/io/input.c" && code ~ open_nothing)
		bad("only lib/io/input.c opens files: " $0)
	if (layer != "lib/io" && code ~ move_no_bytes)
		bad("only lib/io reads and writes: " $0)
}

END {
	exit found
}
