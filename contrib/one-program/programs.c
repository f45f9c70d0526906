/* Made by contrib/generate: the programs of cgi-bin/. */

#include "programs.h"

/* clang-format off */
int cw_main_account_delete(int argc, char **argv);
int cw_main_account_get(int argc, char **argv);
int cw_main_account_patch(int argc, char **argv);
int cw_main_account_sessions_get(int argc, char **argv);
int cw_main_accounts_get(int argc, char **argv);
int cw_main_accounts_post(int argc, char **argv);
int cw_main_actions_post(int argc, char **argv);
int cw_main_audit_get(int argc, char **argv);
int cw_main_challenge_post(int argc, char **argv);
int cw_main_code_post(int argc, char **argv);
int cw_main_confirmation_post(int argc, char **argv);
int cw_main_conversation_get(int argc, char **argv);
int cw_main_conversation_post(int argc, char **argv);
int cw_main_conversations_get(int argc, char **argv);
int cw_main_conversations_post(int argc, char **argv);
int cw_main_dataset_delete(int argc, char **argv);
int cw_main_dataset_get(int argc, char **argv);
int cw_main_dataset_put(int argc, char **argv);
int cw_main_datasets_get(int argc, char **argv);
int cw_main_disconnection_post(int argc, char **argv);
int cw_main_email_confirmation_post(int argc, char **argv);
int cw_main_email_put(int argc, char **argv);
int cw_main_events_get(int argc, char **argv);
int cw_main_export_get(int argc, char **argv);
int cw_main_factors_get(int argc, char **argv);
int cw_main_factors_put(int argc, char **argv);
int cw_main_group_delete(int argc, char **argv);
int cw_main_group_get(int argc, char **argv);
int cw_main_group_member_delete(int argc, char **argv);
int cw_main_group_member_put(int argc, char **argv);
int cw_main_group_members_get(int argc, char **argv);
int cw_main_group_patch(int argc, char **argv);
int cw_main_groups_get(int argc, char **argv);
int cw_main_groups_post(int argc, char **argv);
int cw_main_health_get(int argc, char **argv);
int cw_main_identities_get(int argc, char **argv);
int cw_main_identities_post(int argc, char **argv);
int cw_main_identity_put(int argc, char **argv);
int cw_main_idp_post(int argc, char **argv);
int cw_main_invitation_delete(int argc, char **argv);
int cw_main_invitations_get(int argc, char **argv);
int cw_main_invitations_post(int argc, char **argv);
int cw_main_me_delete(int argc, char **argv);
int cw_main_me_get(int argc, char **argv);
int cw_main_me_patch(int argc, char **argv);
int cw_main_member_delete(int argc, char **argv);
int cw_main_messages_get(int argc, char **argv);
int cw_main_messages_post(int argc, char **argv);
int cw_main_other_session_delete(int argc, char **argv);
int cw_main_password_put(int argc, char **argv);
int cw_main_provider_account_post(int argc, char **argv);
int cw_main_provider_link_post(int argc, char **argv);
int cw_main_provider_session_post(int argc, char **argv);
int cw_main_provider_sign_in_post(int argc, char **argv);
int cw_main_providers_get(int argc, char **argv);
int cw_main_read_put(int argc, char **argv);
int cw_main_recovery_post(int argc, char **argv);
int cw_main_reset_post(int argc, char **argv);
int cw_main_reset_put(int argc, char **argv);
int cw_main_session_delete(int argc, char **argv);
int cw_main_session_get(int argc, char **argv);
int cw_main_session_post(int argc, char **argv);
int cw_main_sessions_delete(int argc, char **argv);
int cw_main_sessions_get(int argc, char **argv);
int cw_main_totp_post(int argc, char **argv);
int cw_main_totp_put(int argc, char **argv);
int cw_main_unrouted(int argc, char **argv);
int cw_main_users_get(int argc, char **argv);
int cw_main_users_post(int argc, char **argv);
int cw_main_well_known_get(int argc, char **argv);

cw_main *const program_mains[] = {
	cw_main_account_delete,
	cw_main_account_get,
	cw_main_account_patch,
	cw_main_account_sessions_get,
	cw_main_accounts_get,
	cw_main_accounts_post,
	cw_main_actions_post,
	cw_main_audit_get,
	cw_main_challenge_post,
	cw_main_code_post,
	cw_main_confirmation_post,
	cw_main_conversation_get,
	cw_main_conversation_post,
	cw_main_conversations_get,
	cw_main_conversations_post,
	cw_main_dataset_delete,
	cw_main_dataset_get,
	cw_main_dataset_put,
	cw_main_datasets_get,
	cw_main_disconnection_post,
	cw_main_email_confirmation_post,
	cw_main_email_put,
	cw_main_events_get,
	cw_main_export_get,
	cw_main_factors_get,
	cw_main_factors_put,
	cw_main_group_delete,
	cw_main_group_get,
	cw_main_group_member_delete,
	cw_main_group_member_put,
	cw_main_group_members_get,
	cw_main_group_patch,
	cw_main_groups_get,
	cw_main_groups_post,
	cw_main_health_get,
	cw_main_identities_get,
	cw_main_identities_post,
	cw_main_identity_put,
	cw_main_idp_post,
	cw_main_invitation_delete,
	cw_main_invitations_get,
	cw_main_invitations_post,
	cw_main_me_delete,
	cw_main_me_get,
	cw_main_me_patch,
	cw_main_member_delete,
	cw_main_messages_get,
	cw_main_messages_post,
	cw_main_other_session_delete,
	cw_main_password_put,
	cw_main_provider_account_post,
	cw_main_provider_link_post,
	cw_main_provider_session_post,
	cw_main_provider_sign_in_post,
	cw_main_providers_get,
	cw_main_read_put,
	cw_main_recovery_post,
	cw_main_reset_post,
	cw_main_reset_put,
	cw_main_session_delete,
	cw_main_session_get,
	cw_main_session_post,
	cw_main_sessions_delete,
	cw_main_sessions_get,
	cw_main_totp_post,
	cw_main_totp_put,
	cw_main_unrouted,
	cw_main_users_get,
	cw_main_users_post,
	cw_main_well_known_get,
};
/* clang-format on */

const size_t program_mains_count = CW_LEN(program_mains);
