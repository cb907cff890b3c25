# SPDX-License-Identifier: MIT
# Prints what dslog-parse prints, for logs of regular shape: a header as Windows writes it, CR LF,
# names in ASCII, one session, nothing damaged. Written from the description of the format, without
# a look at the C; it is the second opinion of the tests and the peer of the benchmark.
#
#   LC_ALL=C mawk -v codes=grammars/bugcheck.codes [-v sessions=1] -f dslog.awk LOG...
#
# Variables that begin with s_ are about the session; they are reset for each log.

BEGIN {
	RS = "\n"
	for (i = 0; i < 256; i++)
		byte[sprintf("%c", i)] = i
	for (i = 0; i < 16; i++)
		nibble[substr("0123456789abcdef", i + 1, 1)] = i
	while ((getline row < codes) > 0)
		if (row ~ /^0x/) {
			split(row, column, / +/)
			sub(/^=/, "", column[2])
			code_name[column[1]] = column[2]
		}
	close(codes)
	split("full summary header triage bitmap_full bitmap_kernel - rdmp_kernel " \
		"rdmp_kernel_active rdmp_full", kind_of, " ")
	phase_of["get secondary dump callbacks size."] = "secondary_size"
	phase_of["write of dump header."] = "dump_header"
	phase_of["write of bitmap dump header."] = "bitmap_header"
	phase_of["write of kernel bitmap dump header."] = "bitmap_header"
	phase_of["write of full bitmap dump header."] = "bitmap_header"
	phase_of["write of memory dump data."] = "memory_data"
	phase_of["write of minidump data."] = "minidump"
	phase_of["invoking secondary dump callbacks."] = "secondary_callbacks"
	phase_of["invoking dump complete callbacks."] = "complete_callbacks"
	means["42"] = "dump stack is up, writing begins"
	means["43"] = "memory pages were written"
	means["44"] = "minidump was written"
	means["45"] = "secondary and multi-part data were written"
	means["46"] = "completion callbacks were run"
	means["51"] = "the dump file was found too small"
	means["52"] = "secondary size callbacks returned"
	means["53"] = "the dump is finished"
}

FNR == 1 {
	if (log_name != "")
		conclude()
	begin(FILENAME)
}

# The header may hold line feeds; it ends at its 32nd byte, and the first line end stands behind it.
header_bytes < 33 {
	header = header_bytes ? header "\n" $0 : $0
	header_bytes = length(header)
	if (header_bytes == 33)
		at = 34
	next
}

{
	c = substr($0, 1, 1)
	if (byte[c] == 0 && c != "") {
		padding = length($0)
		next
	}
	n = length($0) + 1
	line++
	if (n > 2)
		message(substr($0, 1, n - 2))
	at += n
}

END {
	if (log_name != "")
		conclude()
}

function begin(name) {
	log_name = name
	tail_of_line = ",\"file\":\"" escaped(name) "\",\"offset\":"
	header = out = ""
	header_bytes = at = padding = bug_lines = bug_at = 0
	line = 1
	split("", s)
	split("", started)
	split("", finished)
	split("", rate)
	s_samples = s_unknown = 0
	s_component = s_multipart = s_fault = s_percent = s_progress = ""
	s_open = s_multipart_open = s_success = s_ended = s_retried = s_too_small = s_data = 0
	s_types = s_elapsed_lines = 0
}

function escaped(text) {
	if (index(text, "\\"))
		gsub(/\\/, "\\\\\\\\", text)
	if (index(text, "\""))
		gsub(/"/, "\\\"", text)
	return text
}

function hex_value(digits, i, v) {
	digits = tolower(digits)
	for (i = 1; i <= length(digits); i++)
		v = v * 16 + nibble[substr(digits, i, 1)]
	return v
}

# Without leading zeros; text, since numbers may exceed what awk counts exactly.
function plain(digits) {
	sub(/^0+/, "", digits)
	return digits == "" ? "0" : digits
}

function put(type, members) {
	if (!sessions)
		out = out "{\"type\":\"dslog." type "\"," members tail_of_line at "}\n"
}

function placed(type, members) {
	put(type, "\"session\":1,\"line\":" line members)
}

# "2023/02/13 08:46:36" as seconds since 0000-03-01, by counting days of years that begin in March.
function seconds_of(stamp, y, m, d) {
	y = substr(stamp, 1, 4) + 0
	m = substr(stamp, 6, 2) - 3
	d = substr(stamp, 9, 2) + 0
	if (m < 0) {
		m += 12
		y--
	}
	return (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + d - 1) \
		* 86400 + substr(stamp, 12, 2) * 3600 + substr(stamp, 15, 2) * 60 + substr(stamp, 18, 2)
}

function stamp_of(text) {
	return substr(text, 1, 4) "-" substr(text, 6, 2) "-" substr(text, 9, 2) "T" \
		substr(text, 12, 8) ".0000000"
}

function put_time(type, text, utc, here, ahead, magnitude) {
	utc = substr(text, 1, 19)
	here = substr(text, 34, 19)
	ahead = (seconds_of(here) - seconds_of(utc)) / 60
	magnitude = ahead < 0 ? -ahead : ahead
	put(type, "\"time\":\"" stamp_of(utc) "Z\",\"session\":1,\"line\":" line ",\"local_time\":\"" \
		stamp_of(here) sprintf("%s%02d:%02d", ahead < 0 ? "-" : "+", int(magnitude / 60), \
		magnitude % 60) "\",\"utc_offset_minutes\":" ahead)
	if (type == "start") {
		s["time"] = stamp_of(utc) "Z"
		s["ahead"] = ahead
		s["line"] = line
		s["at"] = at
	}
}

# A version-1 UUID counts 100 ns since 1582-10-15 in 60 bits, which awk's numbers cannot hold: the
# upper 28 bits of it are seconds (429.4967296 each) and ticks apart.
function uuid_time(guid, high, ticks, days, y, m, d, rest) {
	high = hex_value(substr(guid, 16, 3) substr(guid, 10, 4))
	ticks = high * 4967296 + hex_value(substr(guid, 1, 8))
	rest = high * 429 + int(ticks / 10000000)
	ticks %= 10000000
	days = int(rest / 86400)
	rest -= days * 86400
	# 1582-10-15 is day 578041 since 0000-03-01
	days += 578041
	y = int((4 * (days - int(int((4 * days + 3) / 146097) * 146097 / 4)) + 3) / 1461)
	y += 100 * int((4 * days + 3) / 146097)
	d = days - (365 * y + int(y / 4) - int(y / 100) + int(y / 400))
	m = int((5 * d + 2) / 153)
	d = d - int((153 * m + 2) / 5) + 1
	return sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%07.0fZ", m > 9 ? y + 1 : y, m > 9 ? m - 9 : m + 3, \
		d, int(rest / 3600), int(rest % 3600 / 60), rest % 60, ticks)
}

function bugcheck_object(code, i, text) {
	if (!bug_lines || bug["Code"] ~ /^0+$/)
		return "null"
	code = "0x" substr(bug["Code"], 9)
	text = "{\"code\":\"" code "\",\"code_decimal\":" hex_value(substr(code, 3))
	if (code in code_name)
		text = text ",\"name\":\"" code_name[code] "\""
	text = text ",\"parameters\":["
	for (i = 1; i <= 4; i++)
		text = text (i > 1 ? "," : "") "\"0x" bug["P" i] "\""
	return text "]}"
}

function flush_bugcheck(keep_line, keep_at) {
	if (!bug_at)
		return
	keep_line = line
	keep_at = at
	line = bug_line
	at = bug_at
	placed("bugcheck", ",\"bugcheck\":" bugcheck_object())
	line = keep_line
	at = keep_at
	bug_at = 0
}

function progress(text, v, step, flags, bit, list, about) {
	text = tolower(substr(text, 12))
	v = hex_value(text)
	step = v % 512
	flags = v - step
	for (bit = 512; flags > 0; bit *= 2)
		if (flags % (2 * bit)) {
			list = list (list == "" ? "" : ",") "\"0x" hex8(bit) "\""
			flags -= bit
		}
	about = sprintf("%x", step)
	placed("progress", ",\"value\":\"0x" text "\",\"step\":\"0x" hex8(step) "\",\"flags\":[" list "]" \
		(about in means ? ",\"meaning\":\"" means[about] "\",\"inferred\":true" : ""))
	s_progress = text
	s["P"] = 1
	if (about == "53" && !s_success)
		s["53 first"] = 1
	if (about == "52" || about == "53")
		s["late"] = 1
}

function hex8(v, i, text) {
	for (i = 0; i < 8; i++) {
		text = substr("0123456789abcdef", v % 16 + 1, 1) text
		v = int(v / 16)
	}
	return text
}

function elapsed(text, ms) {
	ms = plain(substr(text, 27, length(text) - 28)) + 0
	placed("elapsed", ",\"elapsed_ms\":" ms)
	s["elapsed"] = ms
	if (++s_elapsed_lines == 1)
		s["first"] = ms
	if (s_elapsed_lines == 2)
		s["second"] = ms
	if (started["memory_data"] && !finished["memory_data"])
		s["E1"] = ms
	if (finished["memory_data"] && !("E2" in s))
		s["E2"] = ms
	if (s_ended && !("E3" in s))
		s["E3"] = ms
}

function phase(name, state, more) {
	placed("phase", ",\"phase\":\"" name "\",\"state\":\"" state "\"" more)
	if (state == "start")
		started[name] = 1
	else
		finished[name] = 1
	if (name == "minidump" && state == "finish")
		s_data = 1
}

function callback(name, state, multi) {
	placed("callback", ",\"component\":\"" escaped(name) "\",\"state\":\"" state "\",\"multipart\":" \
		(multi ? "true" : "false"))
	if (multi) {
		s_multipart_open = state == "start"
		s_multipart = name
	} else {
		s_open = state == "call" || state == "write"
		s_component = name
	}
}

function ends(text, words) {
	return substr(text, length(text) - length(words) + 1) == words
}

# What stands between the beginning, of so many bytes, and the end.
function between(text, first, words) {
	return substr(text, first + 1, length(text) - first - length(words))
}

function kind(type) {
	return type in kind_of && type != 7 ? kind_of[type] : "unknown"
}

function dump_type(text, part) {
	sub(/\.$/, "", text)
	split(text, part, /[:,] /)
	s["type"] = plain(part[2])
	s["total"] = plain(part[4])
	s["secondary"] = plain(part[6])
	if (++s_types == 1)
		s["requested"] = s["type"]
	if (8 in part)
		s["E"] = 1
	placed("dump_type", ",\"dump_type\":" s["type"] ",\"kind\":\"" kind(s["type"]) \
		"\",\"total_size\":" s["total"] ",\"secondary_size\":" s["secondary"] \
		(8 in part ? ",\"max_transfer_size\":" plain(part[8]) : ""))
}

function pages(text, part) {
	split(text, part, /[: ]/)
	# Finish write of bitmap dump data. Total pages:N Pages written:N MB/s:N
	s["pages"] = plain(part[9])
	s["written"] = plain(part[12])
	finished["memory_data"] = s_data = 1
	if (14 in part)
		s["E"] = 1
	placed("pages", ",\"total_pages\":" s["pages"] ",\"pages_written\":" s["written"] \
		(14 in part ? ",\"mib_per_second\":" plain(part[14]) : ""))
}

function throughput(text, part) {
	sub(/\.$/, "", text)
	split(text, part, " ")
	sub(/,$/, "", part[5])
	placed("throughput", ",\"percent\":" (s_percent == "" ? "null" : s_percent) ",\"pages\":" \
		plain(part[5]) ",\"mib_per_second\":" plain(part[10]))
	rate[++s_samples] = plain(part[10]) + 0
	rate_percent[s_samples] = s_percent
}

function too_small(text, part) {
	sub(/\.$/, "", text)
	split(text, part, / = |, /)
	placed("too_small", ",\"dump_file_size\":" plain(part[2]) ",\"required_size\":" plain(part[4]) \
		",\"shortfall\":" sprintf("%.0f", part[4] - part[2]))
	s_too_small = 1
	fall_back()
}

function fall_back() {
	split("", started)
	split("", finished)
	s_types_of_attempt = s_types
}

function completion(text, state, type) {
	type = ""
	if (match(text, /; Type: 0x[0-9A-Fa-f]+\.$/)) {
		type = ",\"callback_type\":" hex_value(substr(text, RSTART + 10, RLENGTH - 11))
		s["typed"] = 1
	} else
		s["untyped"] = 1
	phase("complete_callbacks", state, type)
}

function unknown(text) {
	placed("unknown", ",\"text\":\"" escaped(text) "\"")
	s_unknown++
}

function message(text, word) {
	word = substr(text, 1, index(text " ", " ") - 1)
	if (word ~ /^#BugCheck(Code|P[1-4])$/) {
		if (!bug_at) {
			bug_at = at
			bug_line = line
		}
		bug[substr(word, 10)] = tolower(substr(text, length(word) + 4))
		bug_lines++
		return
	}
	flush_bugcheck()
	if (word == "Calling" && text == "Calling secondary multi-part dump callbacks.")
		phase("multipart_callbacks", "start")
	else if (word == "Calling" && ends(text, " secondary callback."))
		callback(between(text, 8, " secondary callback."), "call", 0)
	else if (word == "Return" && ends(text, " secondary callback."))
		callback(between(text, 12, " secondary callback."), "return", 0)
	else if (word == "Writing" && ends(text, " secondary callback data."))
		callback(between(text, 8, " secondary callback data."), "write", 0)
	else if (word == "Writing" && ends(text, " secondary callback data done."))
		callback(between(text, 8, " secondary callback data done."), "write_done", 0)
	else if (word == "Dumping") {
		sub(/^.*: */, "", text)
		sub(/%.*$/, "", text)
		s_percent = plain(text)
		if (s_percent > 0)
			s["past 0"] = 1
		placed("percent", ",\"percent\":" s_percent)
	} else if (word == "WriteBitmapDump:")
		throughput(text)
	else if (word == "Progress")
		progress(text)
	else if (word == "Elapsed")
		elapsed(text)
	else if (word == "Starting" && ends(text, " multi-part secondary callback."))
		callback(between(text, 9, " multi-part secondary callback."), "start", 1)
	else if (word == "Finish" && ends(text, " multi-part secondary callback."))
		callback(between(text, 7, " multi-part secondary callback."), "finish", 1)
	else if (text ~ /^(Starting|Finish(ed)?) invoking dump complete callbacks/)
		completion(text, word == "Starting" ? "start" : "finish")
	else if (word == "Starting" && substr(text, 10) in phase_of) {
		word = ""
		if (match(text, /(kernel|full) bitmap/))
			word = ",\"bitmap\":\"" substr(text, RSTART, RLENGTH - 7) "\""
		phase(phase_of[substr(text, 10)], "start", word)
		if (!("P" in s) && text ~ /size\.$/)
			s["size first"] = 1
	} else if (word == "Finish" && substr(text, 8) in phase_of)
		phase(phase_of[substr(text, 8)], "finish")
	else if (text == "Finish calling secondary multi-part dump callbacks.")
		phase("multipart_callbacks", "finish")
	else
		rare_message(text, word)
}

function rare_message(text, word) {
	if (text ~ /^Finish write of bitmap dump data\. /)
		pages(text)
	else if (text ~ /^Dump stack initialized at UTC: /)
		put_time("start", substr(text, 32))
	else if (text ~ /^Dump ended at UTC: /) {
		put_time("end", substr(text, 20))
		s_ended = 1
	} else if (text ~ /^Dump Type: /)
		dump_type(text)
	else if (text ~ /^Dump Guid: /) {
		s["E"] = 1
		text = substr(text, 13, 36)
		placed("guid", ",\"guid\":\"" text "\",\"guid_time\":\"" uuid_time(text) "\"")
	} else if (text ~ /^Dump file is too small - /)
		too_small(text)
	else if (text == "Initiating RetryAsMinidump!") {
		placed("retry", "")
		s_retried = 1
		s_fault = s_component
		s_open = 0
		fall_back()
	} else if (text ~ /^MiniDumpDumpWriteRetry in progress, skipping secondary/)
		placed("skip", ",\"phase\":\"secondary_callbacks\"")
	else if (text ~ /^MiniDumpDumpWriteRetry in progress, skipping Invoke/)
		placed("skip", ",\"phase\":\"complete_callbacks\",\"callback_type\":" \
			hex_value(substr(text, length(text) - 2, 2)))
	else if (text == "Dump completed successfully.") {
		placed("success", "")
		s_success = 1
	} else
		unknown(text)
}

function verdict() {
	if (s_success && state == "finalised")
		return s_retried ? "complete_minidump_after_callback_fault" : \
			s_too_small ? "complete_minidump_no_space" : "complete"
	if (state == "finalised")
		return "log_full"
	if (s_open || s_multipart_open)
		return "stopped_in_callback"
	if (finished["memory_data"] || finished["minidump"] || s_ended)
		return "stopped_after_data"
	if (started["memory_data"] || started["minidump"])
		return "stopped_at_percent"
	if (started["dump_header"])
		return "stopped_in_header"
	if (started["secondary_size"] && !finished["secondary_size"])
		return "stopped_in_size_pass"
	return s_types > s_types_of_attempt ? "stopped_in_header" : "stopped_early"
}

function generation(since_c) {
	since_c = bug_lines || ("late" in s)
	if ("E" in s)
		return "E"
	if (s_retried || ("typed" in s) || (("53 first" in s) && s_success))
		return "D"
	if (since_c)
		return ("untyped" in s) ? "C" : "C/D"
	if ("P" in s)
		return "B"
	return "size first" in s ? "A" : ""
}

# Member with a value that may be missing.
function maybe(key, name) {
	return key in s ? ",\"" name "\":" s[key] : ""
}

function speeds(i, j, v, sorted, slowest) {
	if (!s_samples)
		return ""
	slowest = 1
	for (i = 1; i <= s_samples; i++) {
		if (rate[i] < rate[slowest])
			slowest = i
		v = rate[i]
		for (j = i - 1; j > 0 && sorted[j] > v; j--)
			sorted[j + 1] = sorted[j]
		sorted[j + 1] = v
	}
	return ",\"throughput\":{\"samples\":" s_samples ",\"min\":" sorted[1] ",\"median\":" \
		sorted[int((s_samples + 1) / 2)] ",\"p95\":" sorted[int((s_samples * 95 + 99) / 100)] \
		",\"max\":" sorted[s_samples] ",\"slowest_percent\":" rate_percent[slowest] "}"
}

function times(text, written, tenths) {
	text = maybe("elapsed", "elapsed_ms") maybe("first", "pre_write_ms")
	if (("E1" in s) && ("E2" in s)) {
		s["data"] = s["E2"] - s["E1"]
		text = text maybe("data", "write_ms")
	}
	written = "E2" in s ? "E2" : "second"
	if ((written in s) && ("E3" in s)) {
		s["tail"] = s["E3"] - s[written]
		text = text maybe("tail", "tail_ms")
	}
	if (("data" in s) && s["data"] > 0) {
		tenths = int((s["written"] * 10000 + s["data"] * 128) / (s["data"] * 256))
		text = text ",\"mib_per_second\":" int(tenths / 10) "." tenths % 10
	}
	return text
}

function conclude(size, end, result, complete, text, g) {
	flush_bugcheck()
	size = at + padding
	end = byte[substr(header, 21, 1)] + 256 * byte[substr(header, 22, 1)] + \
		65536 * byte[substr(header, 23, 1)]
	state = end == at ? "finalised" : "open"
	result = verdict()
	complete = result ~ /^complete/
	s_types_of_attempt = 0
	if (!sessions)
		printf "%s", "{\"type\":\"dslog.header\",\"session\":1,\"line\":1,\"version\":\"" \
			substr(header, 9, 8) "\",\"tag\":\"" substr(header, 17, 4) "\",\"end_offset\":" end \
			",\"size\":" size ",\"text_end\":" at ",\"state\":\"" state "\"" tail_of_line "0}\n" out
	text = "{\"type\":\"dslog.session\",\"time\":\"" s["time"] "\",\"session\":1,\"line\":" s["line"] \
		",\"bugcheck\":" bugcheck_object() ",\"utc_offset_minutes\":" s["ahead"]
	g = generation()
	text = text (g == "" ? "" : ",\"generation\":\"" g "\"") ",\"verdict\":\"" result \
		"\",\"complete\":" (complete ? "true" : "false") ",\"stopped_before_5_percent\":" \
		(complete || result == "log_full" || s_data || ("past 0" in s) ? "false" : "true") \
		",\"header_state\":\"" state "\",\"size\":" size
	text = text (s_percent == "" ? "" : ",\"last_percent\":" s_percent) \
		(s_progress == "" ? "" : ",\"last_progress\":\"0x" s_progress "\"")
	if (result == "stopped_in_callback")
		text = text ",\"open_component\":\"" escaped(s_open ? s_component : s_multipart) "\""
	if (s_retried)
		text = text ",\"fault_component\":\"" escaped(s_fault) "\""
	if ("type" in s)
		text = text ",\"dump_type\":" s["type"] ",\"kind\":\"" kind(s["type"]) \
			"\",\"requested_kind\":\"" kind(s["requested"]) "\""
	text = text maybe("total", "total_size") maybe("secondary", "secondary_size") \
		maybe("pages", "total_pages") maybe("written", "pages_written") times() speeds()
	printf "%s", text ",\"consistency\":[" findings() "]" tail_of_line s["at"] "}\n"
}

function findings(text) {
	if (s_success && state == "open")
		text = "{\"rule\":\"success_in_open_log\",\"message\":\"there is a success message, but the " \
			"log was never finalised; the header counts\"}"
	if (s_unknown)
		text = text (text == "" ? "" : ",") "{\"rule\":\"unknown_lines\",\"message\":\"lines that " \
			"are not known: " s_unknown "\"}"
	return text
}
