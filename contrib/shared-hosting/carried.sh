#!/bin/sh
# chinwag-smtp or chinwag-fetch, whichever this is called, with the libraries
# that it was made with, by their own loader.
here=${0%/*}/smtp
exec "$here/ld-linux-x86-64.so.2" --library-path "$here" \
    "$here/${0##*/}" "$@"
