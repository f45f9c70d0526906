/*
 * Models: what a request may hold and a reply will, as tables.
 *
 * A model describes a C struct member by member.  The same rows parse and
 * check requests, write and check replies, and print the API's description.
 * A field with the wrong type in its struct does not compile: each macro asks
 * for the member's type by _Generic.
 *
 * Where a request's value comes from is derived: a field named in {} in the
 * endpoint's path is a path segment; one with a header's name is that header;
 * with GET and DELETE it is a query parameter; else a member of the JSON body.
 * A field with CW_ROOT is the whole body: then the body is a list or a string.
 *
 * A row that several programs have in the same words is a macro, CW_ROW_GROUP
 * for example, in the header of what it is about.
 */

#ifndef CW_GATEWAY_MODEL_H
#define CW_GATEWAY_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chat/chat.h"

enum cw_kind {
	CW_KIND_END,
	CW_KIND_TEXT,	/* const char *; NULL absent */
	CW_KIND_NUMBER, /* int64_t; CW_ABSENT absent */
	CW_KIND_FLAG,	/* bool; false if absent */
	CW_KIND_TEXTS,	/* struct cw_texts; without items absent if optional */
	CW_KIND_TEXTS_AT, /* pointer to struct cw_texts; NULL absent */
	CW_KIND_OBJECT,	  /* pointer to a struct; NULL absent */
	CW_KIND_OBJECTS,  /* struct cw_list of structs */
	CW_KIND_PAIRS,	  /* struct cw_list of struct cw_pair; item_max too */
};

/* What a text must look like beyond its length. */
enum cw_format {
	CW_FORMAT_NONE,	 /* no NUL; other control characters pass */
	CW_FORMAT_LINE,	 /* no control characters at all */
	CW_FORMAT_UUID,	 /* 8-4-4-4-12 lower-case hexadecimal digits */
	CW_FORMAT_CODE,	 /* 6 decimal digits */
	CW_FORMAT_KEY,	 /* printable ASCII without blanks */
	CW_FORMAT_EMAIL, /* told to clients; checked by the pool */
	/* Not only white space; of control characters only tab, LF and CR. */
	CW_FORMAT_WORDS,
	CW_FORMAT_SECRET, /* never logged; "password" to clients */
	CW_FORMAT__COUNT
};

enum cw_flag {
	CW_OPTIONAL = 0,
	CW_REQUIRED = 1, /* refused without it; in a reply: always there */
	CW_ROOT = 2,	 /* this field is the whole body */
	CW_RAW = 4, /* with CW_ROOT, a text: not a JSON string, it is itself */
};

struct cw_model;

struct cw_field {
	const char *name;   /* in JSON, path or query */
	const char *header; /* the request header it comes from, or NULL */
	const char *doc;    /* a sentence */
	enum cw_kind kind;
	enum cw_format format;
	unsigned flags; /* of enum cw_flag */
	size_t offset;
	int64_t min; /* of a number; characters of a text; items of a list */
	int64_t max;
	int64_t standard;	      /* a number's default, CW_ABSENT none */
	const struct cw_model *model; /* of an object or of a list's objects */
};

struct cw_model {
	const char *name;	       /* in OpenAPI, "MessagePage" */
	size_t size;		       /* of the struct */
	const struct cw_field *fields; /* up to CW_END */
	/* In requests: strangers are passed over, and null is absent. */
	bool is_open;
};

/* A member of an object whose names nobody knows beforehand. */
struct cw_pair {
	const char *name;
	const char *value;
};

/* The offset of a member that must have this type. */
#define CW_AT(s, m, type) _Generic(((s *)0)->m, type : offsetof(s, m))

#define CW_TEXT(s, m, least, most, form, how, says)                  \
	{                                                            \
		.name = #m, .doc = (says), .kind = CW_KIND_TEXT,     \
		.format = (form), .flags = (how),                    \
		.offset = CW_AT(s, m, const char *), .min = (least), \
		.max = (most), .standard = CW_ABSENT                 \
	}

#define CW_HEADER(s, m, line, least, most, form, says)               \
	{                                                            \
		.name = #m, .header = (line), .doc = (says),         \
		.kind = CW_KIND_TEXT, .format = (form),              \
		.offset = CW_AT(s, m, const char *), .min = (least), \
		.max = (most), .standard = CW_ABSENT                 \
	}

#define CW_NUMBER(s, m, least, most, preset, how, says)             \
	{                                                           \
		.name = #m, .doc = (says), .kind = CW_KIND_NUMBER,  \
		.flags = (how), .offset = CW_AT(s, m, int64_t),     \
		.min = (least), .max = (most), .standard = (preset) \
	}

#define CW_FLAG(s, m, how, says)                                 \
	{                                                        \
		.name = #m, .doc = (says), .kind = CW_KIND_FLAG, \
		.flags = (how), .offset = CW_AT(s, m, bool),     \
		.standard = CW_ABSENT                            \
	}

/*
 * A list of texts; least and most count items, each of at most item_max
 * characters, which is kept in standard.
 */
#define CW_TEXTS(s, m, least, most, item_max, how, says)                \
	{                                                               \
		.name = #m, .doc = (says), .kind = CW_KIND_TEXTS,       \
		.flags = (how), .offset = CW_AT(s, m, struct cw_texts), \
		.min = (least), .max = (most), .standard = (item_max)   \
	}

/* The same behind a pointer, which is NULL where a reply has no such list. */
#define CW_TEXTS_AT(s, m, most, item_max, says)                          \
	{                                                                \
		.name = #m, .doc = (says), .kind = CW_KIND_TEXTS_AT,     \
		.offset = CW_AT(s, m, struct cw_texts *), .max = (most), \
		.standard = (item_max)                                   \
	}

#define CW_OBJECT(s, m, type, of, how, says)                       \
	{                                                          \
		.name = #m, .doc = (says), .kind = CW_KIND_OBJECT, \
		.flags = (how), .offset = CW_AT(s, m, type *),     \
		.standard = CW_ABSENT, .model = (of)               \
	}

#define CW_OBJECTS(s, m, most, of, how, says)                          \
	{                                                              \
		.name = #m, .doc = (says), .kind = CW_KIND_OBJECTS,    \
		.flags = (how), .offset = CW_AT(s, m, struct cw_list), \
		.max = (most), .standard = CW_ABSENT, .model = (of)    \
	}

/*
 * An object whose members have any names, and texts of at most item_max
 * characters; kept in standard.
 */
#define CW_PAIRS(s, m, most, item_max, how, says)                      \
	{                                                              \
		.name = #m, .doc = (says), .kind = CW_KIND_PAIRS,      \
		.flags = (how), .offset = CW_AT(s, m, struct cw_list), \
		.max = (most), .standard = (item_max)                  \
	}

#define CW_END                      \
	{                           \
		.kind = CW_KIND_END \
	}

/* Ids and times stay exact in a browser (RFC 8259 section 6). */
#define CW_ID_MAX INT64_C(9007199254740991)

/*
 * What is wrong with a text or number, by its field.  Text of requests and of
 * replies is judged by the same function.
 */
enum cw_flaw {
	CW_FLAW_NONE,
	CW_FLAW_SHORT,
	CW_FLAW_LONG,
	CW_FLAW_FORM, /* not what the format says */
	CW_FLAW_RANGE,
	CW_FLAW__COUNT
};

/* text is valid UTF-8; it may hold NUL, which no format takes. */
enum cw_flaw
cw_field_judge_text(const struct cw_field *field, const char *text, size_t len);
enum cw_flaw
cw_field_judge_number(const struct cw_field *field, int64_t number);

/* What stands at a field's place in a struct. */
const void *cw_field_at(const struct cw_field *field, const void *base);

/* The field that is the whole body, or NULL. */
const struct cw_field *cw_model_root(const struct cw_model *model);

/* Models that several programs answer with (models.c). */
extern const struct cw_model cw_message_model;
extern const struct cw_model cw_conversation_model;
extern const struct cw_model cw_event_model;
extern const struct cw_model cw_problem_model; /* every error's body */
extern const struct cw_model cw_recovery_codes_model;
extern const struct cw_model cw_dataset_model;
extern const struct cw_model cw_nothing_model; /* an object without members */

/* What cw_recovery_codes_model describes. */
struct cw_recovery_codes {
	struct cw_texts codes;
};

/* One thing wrong with a request, as the client is told. */
struct cw_problem {
	const char
	    *at; /* JSON Pointer (RFC 6901), or "?limit", "Idempotency-Key" */
	const char *message; /* a sentence */
};

/* What cw_problem_model describes: the body of every error. */
struct cw_problem_body {
	const char *message;
	const char *code;
	const char *request;
	struct cw_list errors; /* of struct cw_problem */
};

#endif
