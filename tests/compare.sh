#!/bin/sh
# Secrets, and what proves that somebody has one, are compared by
# cw_crypto_equal, whose time tells nothing; no other comparison may name one.

set -u
cd "${srcdir:-.}" || exit 1

# Statement by statement, without comments and texts.
found=$(find lib -name '*.c' | sort | xargs awk '
	# A call, up to its last parenthesis.
	function call_in(text, i, depth, c) {
		for (i = 1; i <= length(text); i++) {
			c = substr(text, i, 1)
			depth += (c == "(") - (c == ")")
			if (c == ")" && depth == 0)
				return substr(text, 1, i)
		}
		return text
	}
	FNR == 1 { statement = "" }
	{
		line = $0
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
		sub(/\/\*.*/, "", line)
		if (line ~ /^[ \t]*\*/)
			next
		if (statement == "")
			from = FNR
		statement = statement " " line
		if (line !~ /[;{}]/)
			next
		compares = "(mem|str|strn|strcase|strncase|b)cmp *\\(|" \
		    "cw_text_equal(_nocase)? *\\("
		secret = "hash|mac[^a-z]|token|secret|signature|proof|" \
		    "digest|seed|verifier|nonce|passw|phc|[^a-z]code[^a-z]"
		if (!match(statement, compares))
			call = ""
		else
			call = call_in(substr(statement, RSTART))
		# What is compared byte by byte is often called so.
		if (call ~ secret || call ~ /^(mem|b)cmp.*(wanted|given)/ ||
		    call ~ /given.*wanted|wanted.*given/)
			print FILENAME ":" from ":" statement
		statement = ""
	}')
if test -n "$found"; then
	echo "$found"
	echo 'Secrets are compared by cw_crypto_equal alone.'
	exit 1
fi

# Which is libsodium's, and does nothing before.
awk '/^cw_crypto_equal\(/ { getline; getline; is_ours = /sodium_memcmp\(/ }
    END { exit !is_ours }' lib/base/crypto.c || {
	echo 'lib/base/crypto.c: cw_crypto_equal is sodium_memcmp, and no more.'
	exit 1
}
