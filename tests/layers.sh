#!/bin/sh
# Includes run one way: base < db < pool < chat < gateway < cgi-bin.  Headers of
# other people's libraries stay in the few files that are made for them.

set -u
cd "${srcdir:-.}" || exit 1

# Each include of our own sources as "FILE:LINE HEADER", both kinds of quotes.
list_includes()
{
	find lib cgi-bin contrib/chinwag -name '*.[ch]' 2>/dev/null | sort |
	    xargs awk '
		/^[ \t]*#[ \t]*include/ {
			header = $0
			sub(/^[^"<]*["<]/, "", header)
			sub(/[">].*/, "", header)
			print FILENAME ":" FNR, header
		}'
}

list_includes | awk '
BEGIN {
	split("base db pool chat gateway", layers)
	for (i in layers)
		rank[layers[i]] = i

	# Who may include what: a header, and the files that may.
	only["sqlite3.h"] = "^lib/db/sqlite"
	only["libpq-fe.h"] = "^lib/db/pgsql"
	only["argon2.h"] = "^lib/pool/password\\.c$"
	only["utf8proc.h"] = "^lib/pool/name\\.c$"
	only["sodium.h"] = "^lib/base/crypto\\.c$"
	for (i = split("bn core_names crypto ec evp hmac param_build rsa x509", openssl); i; i--)
		only["openssl/" openssl[i] ".h"] = "^lib/base/(pki|pki_foreign|srp)\\.c$"
	only["fcgiapp.h"] = "^lib/gateway/(fcgi|serve|stream)"
	only["fcgi_stdio.h"] = "^$"
	only["json.h"] = "^lib/gateway/"
	only["curl.h"] = "^contrib/chinwag/(fetch|smtp)\\.c$"
}

function complain(text) {
	print place ": " text
	failed = 1
}

function check_layer(file, header,    mine, theirs) {
	mine = file
	sub(/^lib\//, "", mine)
	sub(/\/.*/, "", mine)
	theirs = header
	sub(/\/.*/, "", theirs)
	if (!(theirs in rank) || !(mine in rank))
		return
	if (rank[theirs] > rank[mine])
		complain(mine " may not include " theirs ": " header)
	if (theirs != mine && header ~ /(^|[\/_])inside\.h$/)
		complain("only " theirs " may include " header)
}

{
	place = $1
	file = $1
	sub(/:.*/, "", file)
	name = $2
	if (name !~ /^openssl\//)
		sub(/.*\//, "", name)
	if (name in only && $2 !~ /^(base|db|pool|chat|gateway)\// &&
	    file !~ only[name])
		complain(name " does not belong here")
	if (file ~ /^lib\/[^\/]*\//)
		check_layer(file, $2)
	if (file ~ /^lib\// && $2 == "chinwag.h")
		complain("chinwag.h is for the programs")
	if (file ~ /^cgi-bin\// && $2 != "chinwag.h")
		complain("a program includes chinwag.h and nothing else")
}

END { exit failed }
'
