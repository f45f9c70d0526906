/* Made by sql/generate.awk out of the files below sql/. */

#include "db/statement.h"

/* clang-format off */
const struct cw_statement cw_statements[CW_SQL__COUNT] = {
	[CW_SQL_NOTE_ADD] = {
		.name = "note_add",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "INSERT INTO note (id, writer, text) VALUES ($1, $2, $3)",
	},
	[CW_SQL_NOTE_APPEND] = {
		.name = "note_append",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "INSERT INTO note (id, writer, text) "
		    "SELECT COALESCE(MAX(id), 0) + 1, $1, $2 FROM note",
	},
	[CW_SQL_NOTE_FIND] = {
		.name = "note_find",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT id, writer, text, picture FROM note WHERE id = $1",
	},
	[CW_SQL_NOTES_AFTER] = {
		.name = "notes_after",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT id, writer, text FROM note WHERE id > $2 ORDER BY id LIMIT $1",
	},
	[CW_SQL_NOTE_COUNT] = {
		.name = "note_count",
		.store = CW_STORE_CHAT,
		.params = 0,
		.text = "SELECT COUNT(*) FROM note",
	},
	[CW_SQL_NOTE_PICTURE] = {
		.name = "note_picture",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "UPDATE note SET picture = $2 WHERE id = $1",
	},
	[CW_SQL_REPLY_ADD] = {
		.name = "reply_add",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "INSERT INTO reply (note, text) VALUES ($1, 'it''s -- a \"quoted\" text\?')",
	},
	[CW_SQL_REPLIES] = {
		.name = "replies",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT text FROM reply WHERE note = $1 ORDER BY text LIMIT 10",
	},
	[CW_SQL_SECRET_ADD] = {
		.name = "secret_add",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "INSERT INTO secret (id, bytes) VALUES ($1, $2)",
	},
	[CW_SQL_SECRET_FIND] = {
		.name = "secret_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT bytes FROM secret WHERE id = $1",
	},
	[CW_SQL_PAGE_ADD] = {
		.name = "page_add",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "INSERT INTO page (writer, text) VALUES ($1, $2)",
	},
};

static const char *const step_1[] = {
	"CREATE TABLE note ( "
		    "id INTEGER PRIMARY KEY, "
		    "writer INTEGER NOT NULL, "
		    "text TEXT NOT NULL CHECK (length(text) < 100000), "
		    "picture BLOB "
		    ")",
	"CREATE UNIQUE INDEX note_text ON note (writer, text)",
	"CREATE TABLE page ( "
		    "id INTEGER PRIMARY KEY, "
		    "writer INTEGER NOT NULL, "
		    "text TEXT NOT NULL "
		    ")",
	NULL,
};

static const char *const step_2[] = {
	"CREATE TABLE reply ( "
		    "note INTEGER NOT NULL REFERENCES note (id) "
		    "DEFERRABLE INITIALLY DEFERRED, "
		    "text TEXT NOT NULL "
		    ")",
	"CREATE INDEX reply_note ON reply (note)",
	NULL,
};

static const char *const step_3[] = {
	"CREATE TABLE secret ( "
		    "id INTEGER PRIMARY KEY, "
		    "bytes BLOB NOT NULL "
		    ")",
	NULL,
};

const struct cw_schema_step cw_schema_steps[] = {
	{
		.file = "chat-0001-first.sql",
		.store = CW_STORE_CHAT,
		.number = 1,
		.statements = step_1,
	},
	{
		.file = "chat-0002-reply.sql",
		.store = CW_STORE_CHAT,
		.number = 2,
		.statements = step_2,
	},
	{
		.file = "pool-0001-first.sql",
		.store = CW_STORE_POOL,
		.number = 1,
		.statements = step_3,
	},
};

const size_t cw_schema_steps_count = 3;
/* clang-format on */
