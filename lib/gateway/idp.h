/*
 * The protocol of user pools: JSON operations named by a header, all posted to
 * one URL, /idp beside the API; and the documents that verifiers of tokens
 * read, below /<pool id>/.well-known/.
 */

#ifndef CW_GATEWAY_IDP_H
#define CW_GATEWAY_IDP_H

/* As cw_serve. */
int cw_serve_idp(int argc, char **argv);
int cw_serve_well_known(int argc, char **argv);

#endif
