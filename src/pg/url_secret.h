/* url_secret.h - where the secrets are in a URL or connection string, well-formed or not. */
#ifndef SG_URL_SECRET_H
#define SG_URL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* True for scheme://..., false for "host=... dbname=...". */
bool sg_url_is_uri(const char *url);
/* True when a URI's user part cannot be told from the rest: an @ that is not the end of the user part. */
bool sg_url_is_ambiguous(const char *url);

typedef void sg_secret_fn(void *context, const char *start, size_t length);
/* Calls `found` for each secret, from left to right. */
void sg_url_each_secret(const char *url, sg_secret_fn *found, void *context);

#endif
