// Rows T20 to T39 of the table of threats to accounts and sessions: for each
// the defence, and the tests that fail without it.  What is named here is there.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { source } from '../api/lib/harness.mjs';

const GUESSING = 'tests/threats/guessing.test.mjs';
const ENTERING = 'tests/threats/entering.test.mjs';
const SAME_WORK = 'tests/pool/same_work_test.c';

const rows = {
  'T20 guessing and stuffing': {
    defence: { 'lib/pool/lockout.c': 'cw_lockout_count',
      'lib/pool/proof.c': 'cw_proof_count', 'lib/pool/step.c':
        'cw_lockout_count', 'lib/pool/verifier.c': 'cw_lockout_count' },
    tests: [
      ['tests/pool/lockout_test.c', 'the_curve_doubles_up_to_fifteen_minutes'],
      ['tests/pool/lockout_test.c', 'refused_attempts_do_not_count'],
      ['tests/pool/lockout_test.c',
        'a_network_that_fails_often_waits_a_quarter_of_an_hour'],
      ['tests/pool/session_test.c',
        'a_guesser_without_rest_gets_few_guesses'],
      [SAME_WORK, 'a_locked_name_is_not_evaluated_known_or_not'],
      [SAME_WORK, 'a_crowd_that_saw_no_lock_gets_five_guesses_all_the_same'],
      [GUESSING, 'failures by whatever ways make one lock for all of them'],
      [GUESSING, 'a network that fails too often waits, whoever it is for'],
    ] },
  'T21 locking somebody out': {
    defence: { 'lib/pool/lockout.c': 'find_device' },
    tests: [
      ['tests/api/session-post.test.mjs',
        'a known device is not locked out by what others fail at'],
      ['tests/pool/signin_test.c', 'what_others_fail_at_locks_no_known_device'],
      ['tests/pool/signin_test.c', 'a_device_is_known_for_its_owner_alone'],
      ['tests/pool/signin_test.c', 'a_device_is_known_for_half_a_year'],
      [ENTERING, 'a planted device is nobody\\\'s, and lifts no lock'],
    ] },
  'T22 who is known': {
    defence: { 'lib/pool/password.c': 'cw_password_nobody',
      'lib/pool/verifier.c': 'invent_verifier',
      'lib/pool/post.c': 'cw_mail_pretend' },
    tests: [
      ['tests/threats/equal.test.mjs', 'known and unknown are told the same'],
      ['tests/threats/equal.test.mjs', 'who was sent enough is told the same'],
      [SAME_WORK, 'nobody_learns_who_is_known'],
      [SAME_WORK, 'nobody_learns_who_was_sent_enough'],
      [SAME_WORK, 'nobody_learns_by_srp_who_is_known'],
      ['tests/bench/equal.mjs', 'welch'],
    ] },
  'T23 memory of hashing': {
    defence: { 'lib/pool/slot.c': 'cw_slot_take',
      'lib/pool/proof.c': 'CW_PASSWORD_MAX_BYTES' },
    tests: [
      ['tests/pool/slot_test.c',
        'eight_share_two_slots_and_the_dead_give_theirs_up'],
      ['tests/threats/crowd.test.mjs', 'two hundred sign in at once'],
      ['tests/api/session-post.test.mjs',
        'more at once than may hash are told to come again'],
      [SAME_WORK, 'what_is_too_long_is_not_hashed'],
      [GUESSING, 'a password that is too long is refused before anything else'],
    ] },
  'T24 SRP': {
    defence: { 'lib/base/srp.c': 'cw_srp_scramble',
      'lib/pool/verifier_keep.c': 'cw_crypto_seal',
      'lib/pool/verifier.c': 'cw_spent_use' },
    tests: [
      ['tests/idp/srp.test.mjs', 'A of 0 modulo N is refused'],
      ['tests/idp/srp.test.mjs',
        'a question is answered once, and by its client'],
      ['tests/idp/srp.test.mjs',
        'without the switch nothing is kept, and nobody is let in'],
      ['tests/threats/secrets.test.mjs', 'verifierOf'],
    ] },
  'T25 codes': {
    defence: { 'lib/pool/code.c': 'hash_code' },
    tests: [
      [GUESSING, 'a code that was used is used up'],
      [GUESSING, 'of many who bring a code at once, one succeeds'],
      [GUESSING, 'the fifth wrong code is the last, whatever it is for'],
      [GUESSING, 'a code is good for its purpose and its account alone'],
      ['tests/pool/code_test.c', 'numbers_that_would_bias_are_thrown_away'],
      ['tests/pool/code_test.c', 'a_code_dies_after_a_day'],
    ] },
  'T26 codes of an app': {
    defence: { 'lib/pool/totp.c': 'last_step',
      'lib/pool/factor.c': 'CW_SQL_TOTP_STEP' },
    tests: [
      [GUESSING,
        'codes of an app are good for a step before and after, and once'],
      ['tests/pool/totp_test.c', 'no_code_is_good_twice_nor_one_before_it'],
      ['tests/pool/factor_test.c',
        'the_store_takes_no_step_twice_nor_one_before_it'],
    ] },
  'T27 flows that are mixed': {
    defence: { 'lib/pool/step.c': 'compare_owner' },
    tests: [
      [ENTERING,
        'a step is good for its flow, its client, its account and its kind'],
      [ENTERING,
        'a forgotten password lets nobody in, and the second factor stays'],
    ] },
  'T28 fixation': {
    defence: { 'lib/pool/session.c': 'cw_token_make' },
    tests: [
      [ENTERING, 'a token that somebody planted is never adopted'],
      ['tests/pool/change_test.c',
        'another_password_ends_all_sessions_but_the_new_one'],
    ] },
  'T29 theft of what is stored': {
    defence: { 'lib/pool/token.c': 'cw_crypto_sha256',
      'lib/base/heap.c': 'explicit_bzero', 'lib/base/arena.c':
        'explicit_bzero', 'lib/gateway/serve.c': 'PR_SET_DUMPABLE' },
    tests: [
      ['tests/threats/secrets.test.mjs',
        'logs, stores and all other files hold none'],
      ['tests/threats/secrets.test.mjs', 'a backup holds none'],
      ['tests/threats/secrets.test.mjs',
        'the memory of no program holds any'],
      ['tests/threats/secrets.test.mjs',
        'no program leaves a core, or lets others look'],
    ] },
  'T30 what outlives its end': {
    defence: { 'sql/session.sql': 'epoch' },
    tests: [
      ['tests/threats/revoked.test.mjs', 'nothing is good after'],
      ['tests/threats/revoked.test.mjs',
        'an epoch that is over ends all of it by itself'],
      ['tests/threats/revoked.test.mjs', 'what was under way ends as well'],
      ['tests/threats/revoked.test.mjs',
        'revoking a refresh token ends what it was for, and nothing else'],
    ] },
  'T31 forged tokens': {
    defence: { 'lib/gateway/jwt.c': 'cw_pki_verify' },
    tests: [['tests/idp/forged.test.mjs',
      'there are at least forty that are not']] },
  'T32 times of comparisons': {
    defence: { 'lib/base/crypto.c': 'sodium_memcmp' },
    tests: [['tests/compare.sh', 'cw_crypto_equal'],
      ['tests/bench/compare.c', 'PAIRS']] },
  'T33 randomness': {
    defence: { 'lib/base/random.c': 'getrandom' },
    tests: [
      [ENTERING, 'randomness nothing is issued'],
      ['tests/base/random_test.c', 'without_randomness_nothing_is_made'],
    ] },
  'T34 other sites': {
    defence: { 'lib/gateway/access.c': 'judge_origin' },
    tests: [
      ['tests/api/csrf.test.mjs', 'where it may come from, by '],
      ['tests/api/csrf.test.mjs', 'no unsafe operation is any different'],
      ['tests/threats/other-site.test.mjs',
        'where it comes from is enough to refuse it'],
      ['tests/threats/other-site.test.mjs', 'forms of a page that is '],
      ['tests/threats/other-site.test.mjs', 'scripts of a page that is '],
    ] },
  'T35 being signed in, and frames': {
    defence: { 'lib/gateway/access.c': 'cw_access_origin' },
    tests: [
      ['tests/api/csrf.test.mjs',
        'nobody is signed in or up from another site'],
      ['tests/threats/other-site.test.mjs', 'cannot frame the site'],
      ['tests/api/headers.test.mjs', 'frame-ancestors'],
    ] },
  'T36 other origins': {
    defence: { 'lib/gateway/cors.c': 'cw_cors_is_allowed' },
    tests: [
      ['tests/api/course.test.mjs', 'access-control-allow-origin'],
      ['tests/threats/other-site.test.mjs', 'a script that reads'],
    ] },
  'T37 passwords': {
    defence: { 'lib/pool/policy.c': 'cw_policy_is_common' },
    tests: [
      [ENTERING, 'each byte of a password counts, up to the last'],
      [ENTERING, 'NUL ends no password: it is refused'],
      [ENTERING,
        'composed and decomposed letters are the same, others are not'],
      ['tests/pool/policy_test.c',
        'what_many_choose_is_refused_in_any_case_and_with_a_tail'],
    ] },
  'T38 accounts from the start': {
    defence: { 'sql/schema/pool-0001-first.sql': 'CREATE TABLE account' },
    tests: [[ENTERING,
      'a fresh installation has no account, and no default opens it']] },
  // Plans with quotas for keys of the API do not exist; keys that do are those
  // of administrators' programs, and invitations have a number of uses.
  'T39 keys': {
    defence: { 'lib/pool/keypair.c': 'cw_access_key_find' },
    tests: [
      [ENTERING, 'a key opens what is signed, as long as its owner may'],
      [ENTERING,
        'of an invitation for ten, ten of many at once are let in'],
      ['tests/idp/admin.test.mjs',
        'the key of somebody who is no administrator is none'],
    ] },
};

const read = (file) => fs.readFileSync(path.join(source, file), 'utf8');

test('each row from T20 to T39 is there', () => {
  assert.deepEqual(Object.keys(rows).map((name) => name.split(' ')[0]),
    Array.from({ length: 20 }, (_, i) => `T${20 + i}`));
});

for (const [row, { defence, tests }] of Object.entries(rows))
  test(`${row}: its defence and its tests are there`, () => {
    for (const [file, word] of [...Object.entries(defence), ...tests])
      assert.ok(read(file).includes(word), `no ${word} in ${file}`);
  });
