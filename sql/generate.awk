# Makes lib/db/sql.h (part=h) or lib/db/sql.c (part=c) out of the named
# statements in sql/*.sql and the schema steps in sql/schema/*.sql:
#
#	LC_ALL=C awk -v part=h -f sql/generate.awk sql/*.sql sql/schema/*.sql
#
# A statement is
#
#	-- name: messages_before
#	-- store: chat
#	-- The newest messages of a conversation before a time.
#	SELECT ... WHERE conversation = $1 AND time < $2 ORDER BY ... LIMIT $3;
#
# A query that can return many rows must have a LIMIT; "-- rows: one" says that
# the keys allow one row only.  A schema step is a file <store>-NNNN-<word>.sql.
# What breaks a rule is reported as file:line, and nothing must be used.

function complain(where, text)
{
	print where ": " text > "/dev/stderr"
	failed = 1
}

function here()
{
	return FILENAME ":" FNR
}

function trim(text)
{
	gsub(/[ \t\r]+/, " ", text)
	sub(/^ /, "", text)
	sub(/ $/, "", text)
	return text
}

# A C string literal; '?' is escaped because of trigraphs.
function quote(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	gsub(/\?/, "\\?", text)
	return "\"" text "\""
}

# One line of SQL without its comment.  Keeps count of quotes and parentheses
# in `inside` and `depth`, gathers the words outside of parentheses in `top`
# and the placeholders in `seen`, and notes in `ended` a closing semicolon.
function strip(line,    i, c, out, word)
{
	out = ""
	top = top " "
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (inside != "") {
			if (c == inside)
				inside = ""
			out = out c
			continue
		}
		if (substr(line, i, 2) == "--")
			break
		if (substr(line, i, 2) == "/*")
			complain(here(), "comments start with --")
		if (c == "'" || c == "\"")
			inside = c
		else if (c == "(")
			depth++
		else if (c == ")")
			depth--
		else if (c == "?")
			complain(here(), "placeholders are $1, $2, ...")
		else if (c == ";" && in_schema == 0 && ended)
			complain(here(), "two statements under one name")
		if (c == ";")
			ended = 1
		if (c == "$" && match(substr(line, i + 1), /^[0-9]+/))
			placeholder(substr(line, i + 1, RLENGTH) + 0)
		out = out (c == "\t" ? " " : c)
		top = top (depth > 0 || c !~ /[A-Za-z_]/ ? " " : c)
	}
	if (inside != "")
		complain(here(), "a quoted text must end on its line")
	gsub(/^ +| +$/, "", out)
	return out
}

function placeholder(number)
{
	if (number < 1 || number > 24)
		complain(here(), "placeholder outside of $1 to $24")
	seen[number] = 1
	if (number > highest)
		highest = number
}

function begin_text()
{
	text = ""
	top = ""
	inside = ""
	depth = 0
	ended = 0
	highest = 0
	split("", seen)
}

function add_line(line)
{
	text = text (text == "" ? "" : " \"\n\t\t    \"") line
}

# Escapes each line on its own, so that the seams between literals stay.
function add_sql(line)
{
	line = quote(line)
	add_line(substr(line, 2, length(line) - 2))
}

# The verb that decides what a statement does, past WITH and its parentheses.
function verb(    words, n, i)
{
	n = split(toupper(top), words, " ")
	for (i = 1; i <= n; i++)
		if (words[i] ~ /^(SELECT|VALUES|INSERT|UPDATE|DELETE)$/)
			return words[i]
	return ""
}

function end_statement(    i, what)
{
	if (name == "")
		return
	if (store == "")
		complain(begun, name ": no store")
	if (sentence == "")
		complain(begun, name ": no sentence that says what it does")
	else if (sentence !~ /\.$/)
		complain(begun, name ": its sentence has no full stop")
	if (text == "" || !ended)
		complain(begun, name ": no statement that ends with ;")
	if (depth != 0)
		complain(begun, name ": parentheses do not match")
	for (i = 1; i <= highest; i++)
		if (!(i in seen))
			complain(begun, name ": $" i " is missing")
	what = verb()
	if (what == "")
		complain(begun, name ": neither a query nor a change")
	if (what ~ /^(SELECT|VALUES)$/ && rows != "one" &&
	    toupper(top) !~ /(^| )LIMIT( |$)/)
		complain(begun, name ": many rows and no LIMIT")
	if (length(text) > 4000)
		complain(begun, name ": longer than 4000 bytes")
	sub(/;$/, "", text)
	count++
	names[count] = name
	stores[count] = store
	sentences[count] = sentence
	texts[count] = text
	params[count] = highest
	name = ""
}

function end_step_statement()
{
	if (text == "")
		return
	if (length(text) > 4000)
		complain(here(), "a statement longer than 4000 bytes")
	step_texts[steps] = step_texts[steps] "\t\"" text "\",\n"
	begin_text()
}

function end_file()
{
	if (in_schema && text != "")
		complain(last_file, "the last statement has no ;")
	if (!in_schema)
		end_statement()
	begin_text()
	name = ""
}

function begin_file(    base, parts)
{
	if (last_file != "")
		end_file()
	begin_text()
	last_file = FILENAME
	base = FILENAME
	sub(/.*\//, "", base)
	in_schema = FILENAME ~ /(^|\/)schema\/[^\/]*$/ ? 1 : 0
	if (!in_schema)
		return
	if (base !~ /^(chat|pool)-[0-9][0-9][0-9][0-9]-[a-z0-9-]+\.sql$/) {
		complain(FILENAME, "not <store>-NNNN-<word>.sql")
		return
	}
	split(base, parts, "-")
	steps++
	step_stores[steps] = parts[1]
	step_numbers[steps] = parts[2] + 0
	step_files[steps] = base
	if (step_numbers[steps] != ++last_number[parts[1]])
		complain(FILENAME, "its number does not follow on the one before")
}

# A line of a schema step; a trigger ends with its END, others with ';'.
function schema_line(    line)
{
	line = strip($0)
	if (line == "")
		return
	add_sql(line)
	if (line !~ /;$/)
		return
	if (toupper(text) ~ /^CREATE (TEMP )?TRIGGER/ &&
	    toupper(line) !~ /(^| )END ?;$/)
		return
	sub(/;$/, "", text)
	end_step_statement()
}

function statement_key(    key, value)
{
	key = $0
	sub(/^-- /, "", key)
	value = trim(substr(key, index(key, ":") + 1))
	key = substr(key, 1, index(key, ":") - 1)
	if (key == "store" && value ~ /^(chat|pool)$/)
		store = value
	else if (key == "rows" && value == "one")
		rows = value
	else
		complain(here(), "no such key or value: " key ": " value)
}

function begin_statement()
{
	end_statement()
	begin_text()
	name = trim(substr($0, 9))
	begun = here()
	store = ""
	rows = ""
	sentence = ""
	if (name !~ /^[a-z][a-z0-9_]*$/)
		complain(here(), "not a name: " name)
	if (name in known)
		complain(here(), name " stands in " known[name] " already")
	known[name] = here()
}

function statement_line(    line)
{
	if ($0 ~ /^-- name:/) {
		begin_statement()
		return
	}
	if (text == "" && name != "" && $0 ~ /^--/) {
		if (sentence == "" && $0 ~ /^-- [a-z]+:/) {
			statement_key()
			return
		}
		sentence = trim(sentence " " substr($0, 3))
		if (index(sentence, "*/"))
			complain(here(), "*/ in a sentence")
		return
	}
	if (ended && $0 !~ /^[ \t]*(--.*)?$/)
		complain(here(), "text after the end of " name)
	line = strip($0)
	if (line == "")
		return
	if (name == "")
		complain(here(), "a statement without a name")
	add_sql(line)
}

# A comment of up to 80 columns a line, indented by one tab.
function comment(words_text,    words, n, i, line, out)
{
	if (length(words_text) <= 66)
		return "\t/* " words_text " */\n"
	n = split(words_text, words, " ")
	out = "\t/*\n"
	line = "\t *"
	for (i = 1; i <= n; i++) {
		if (length(line) + length(words[i]) + 8 > 80) {
			out = out line "\n"
			line = "\t *"
		}
		line = line " " words[i]
	}
	return out line "\n\t */\n"
}

function print_header(    i)
{
	print "/* Made by sql/generate.awk out of the files below sql/. */\n"
	print "#ifndef CW_DB_SQL_H\n#define CW_DB_SQL_H\n"
	print "/* clang-format off */"
	print "/* The statements by name, each with what it promises. */"
	print "enum cw_sql {"
	for (i = 1; i <= count; i++) {
		printf "%s", comment(sentences[i])
		print "\tCW_SQL_" toupper(names[i]) ","
	}
	print "\tCW_SQL__COUNT\n};"
	print "/* clang-format on */\n\n#endif"
}

function print_statements(    i)
{
	print "const struct cw_statement cw_statements[CW_SQL__COUNT] = {"
	for (i = 1; i <= count; i++) {
		print "\t[CW_SQL_" toupper(names[i]) "] = {"
		print "\t\t.name = \"" names[i] "\","
		print "\t\t.store = CW_STORE_" toupper(stores[i]) ","
		print "\t\t.params = " params[i] ","
		print "\t\t.text = \"" texts[i] "\","
		print "\t},"
	}
	print "};\n"
}

function print_steps(    i)
{
	for (i = 1; i <= steps; i++) {
		print "static const char *const step_" i "[] = {"
		printf "%s", step_texts[i]
		print "\tNULL,\n};\n"
	}
	print "const struct cw_schema_step cw_schema_steps[] = {"
	for (i = 1; i <= steps; i++) {
		print "\t{"
		print "\t\t.file = \"" step_files[i] "\","
		print "\t\t.store = CW_STORE_" toupper(step_stores[i]) ","
		print "\t\t.number = " step_numbers[i] ","
		print "\t\t.statements = step_" i ","
		print "\t},"
	}
	print "};\n"
	print "const size_t cw_schema_steps_count = " steps ";"
}

FNR == 1 { begin_file() }
in_schema { schema_line() }
!in_schema { statement_line() }

END {
	if (last_file != "")
		end_file()
	if (count == 0 || steps == 0)
		complain("generate.awk", "no statements, or no schema")
	if (failed)
		exit 1
	if (part == "h") {
		print_header()
		exit 0
	}
	print "/* Made by sql/generate.awk out of the files below sql/. */\n"
	print "#include \"db/statement.h\"\n"
	print "/* clang-format off */"
	print_statements()
	print_steps()
	print "/* clang-format on */"
}
