/* People as the chat sees them. */

#include "chat/party.h"

static const char *
list(struct party *party, int64_t who, const char *prefix, const char *after,
    int64_t limit)
{
	struct cw_chat chat = party_chat(party, who);
	const struct cw_users_page page = { prefix, after, limit };
	struct cw_list users = { 0 };
	struct cw_texts names = { 0 };

	assert_int_equal(cw_users_list(&chat, &page, &users), CW_OK);
	for (size_t i = 0; i < users.count; i++) {
		const struct cw_user *user = cw_list_at(&users, i);

		assert_int_equal(cw_texts_push(&names, &party->arena,
				     user->username),
		    CW_OK);
	}
	return party_join_texts(party, &names);
}

static void
others_are_listed_by_folded_name(void **state)
{
	struct party *party = *state;

	assert_string_equal(list(party, BOB, "", "", 10), "Anna Carla");
	assert_string_equal(list(party, ANNA, "", "", 10), "bob Carla");
	party_join(party, 4, "ANTON");
	assert_string_equal(list(party, BOB, "an", "", 10), "Anna ANTON");
}

static void
pages_go_on_after_a_name(void **state)
{
	struct party *party = *state;

	assert_string_equal(list(party, BOB, "", "", 1), "Anna");
	assert_string_equal(list(party, BOB, "", "anna", 1), "Carla");
	assert_string_equal(list(party, BOB, "", "carla", 1), "");
}

static void
a_prefix_has_no_wildcards(void **state)
{
	struct party *party = *state;

	assert_string_equal(list(party, BOB, "%", "", 10), "");
	assert_string_equal(list(party, BOB, "_", "", 10), "");
	assert_string_equal(list(party, BOB, "carla", "", 10), "Carla");
	assert_string_equal(list(party, BOB, "carlas", "", 10), "");
}

static void
who_is_known_stays_as_they_are(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, BOB);
	const char *name;
	int64_t id;

	party_join(party, ANNA, "Somebody");
	party_join(party, 9, "ANNA");
	assert_int_equal(cw_user_name(&chat, ANNA, &name), CW_OK);
	assert_string_equal(name, "Anna");
	assert_int_equal(cw_user_find(&chat, "anna", &id), CW_OK);
	assert_int_equal(id, ANNA);
	assert_int_equal(cw_user_name(&chat, 9, &name), CW_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(others_are_listed_by_folded_name),
		PARTY_TEST(pages_go_on_after_a_name),
		PARTY_TEST(a_prefix_has_no_wildcards),
		PARTY_TEST(who_is_known_stays_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
