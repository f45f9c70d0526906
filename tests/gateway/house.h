/*
 * A whole house for requests to come to: both stores, three people, and Anna
 * and bob signed in.
 */

#ifndef TESTS_GATEWAY_HOUSE_H
#define TESTS_GATEWAY_HOUSE_H

#include "gateway/door.h"

#include "gateway/answer.h"

struct house {
	struct door *door; /* through which requests come */
	void *room;
	struct cw_conf conf;
	struct cw_arena arena; /* for what stays */
	struct cw_service service;
	struct cw_answer answer; /* the last one */
	const char *anna;	 /* "HTTP_AUTHORIZATION=..." of each */
	const char *bob;
	const char *carla;
	const char *anna_cookie; /* "HTTP_COOKIE=..." */
	unsigned long fail_at;	 /* cw_arena_fail_at of the next answer */
	int fail_for_ever;
	const char *uuid; /* of a conversation of Anna's and bob's */
};

int house_make(void **state);
int house_remove(void **state);

#define HOUSE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, house_make, house_remove)

/* The endpoints of tests: post and page messages, echo without a store. */
extern const struct cw_endpoint house_post;
extern const struct cw_endpoint house_page;
extern const struct cw_endpoint house_pools;

/* Let this endpoint, or none, answer from now on. */
void house_open(struct house *house, const struct cw_endpoint *endpoint);

/*
 * Answer what stands at the door (door_ask, door_set, door_json); the status.
 * The answer's memory is the door's.
 */
int house_answer(struct house *house);

/* Post a text to the conversation as somebody, with a key or NULL. */
int house_say(struct house *house, const char *who, const char *text,
    const char *key);

/* How many messages the conversation holds. */
int house_count(struct house *house);

/* The answer's body. */
const char *house_body(const struct house *house);

#endif
