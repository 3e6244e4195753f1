#include "url_secret.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Connection options whose values are nobody's business. */
static const char *const secret_keys[] = {"password", "sslpassword"};

static bool is_secret_key(const char *key, size_t length)
{
    for (size_t i = 0; i < sizeof secret_keys / sizeof *secret_keys; i++) {
        if (strlen(secret_keys[i]) == length && strncasecmp(secret_keys[i], key, length) == 0)
            return true;
    }
    return false;
}

bool sg_url_is_uri(const char *url)
{
    const char *mark = strstr(url, "://");
    return mark != NULL && mark < url + strcspn(url, "= \t\n'");
}

bool sg_url_is_ambiguous(const char *url)
{
    const char *authority = strstr(url, "://") + 3;
    const char *last = strrchr(authority, '@');
    if (last == NULL)
        return false;
    return strcspn(authority, "@/?#") != (size_t)(last - authority);
}

/* A user part without a colon is a name; one that looks like no name may be a password without its name. */
static bool is_plain_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)text[i]) && strchr("_.-%", text[i]) == NULL)
            return false;
    }
    return true;
}

/* What follows the colon of host:port is a port or, where the host is forgotten, a password. */
static void port_secret(const char *host, sg_secret_fn *found, void *context)
{
    const char *port = host + strcspn(host, ":/?#");
    if (*host == '[' || *port != ':')
        return;
    port++;
    if (port[strspn(port, "0123456789,")] != '\0' && strchr("/?#", port[strspn(port, "0123456789,")]) == NULL)
        found(context, port, strcspn(port, "/?#"));
}

static void uri_secrets(const char *url, sg_secret_fn *found, void *context)
{
    const char *user = strstr(url, "://") + 3;
    const char *at = strrchr(user, '@');
    if (at != NULL) {
        const char *colon = memchr(user, ':', (size_t)(at - user));
        if (colon != NULL)
            found(context, colon + 1, (size_t)(at - colon - 1));
        else if (!is_plain_name(user, (size_t)(at - user)))
            found(context, user, (size_t)(at - user));
    } else {
        port_secret(user, found, context);
    }
    const char *part = strchr(at != NULL ? at : user, '?');
    while (part != NULL) {
        part++;
        size_t length = strcspn(part, "&");
        size_t key = strcspn(part, "=&");
        if (key < length && is_secret_key(part, key))
            found(context, part + key + 1, length - key - 1);
        part = part[length] == '&' ? part + length : NULL;
    }
}

/* The end of a value: a quoted one goes to its quote, a plain one to white space. */
static const char *value_end(const char *value)
{
    bool quoted = *value == '\'';
    const char *p = value + quoted;
    while (*p != '\0' && !(quoted ? *p == '\'' : isspace((unsigned char)*p)))
        p += *p == '\\' && p[1] != '\0' ? 2 : 1;
    return p + (quoted && *p == '\'');
}

static bool is_keyword(const char *text, size_t length)
{
    return length > 0 && strspn(text, "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= length;
}

/* Besides passwords, words that are no keyword=value: likely the rest of a password with a blank in it. Where all are
 * such, the text is one secret: nobody repeats parts of it, and its words may be any that messages need. */
static void conninfo_secrets(const char *text, sg_secret_fn *found, void *context)
{
    const char *p = text;
    if (strchr(text, '=') == NULL) {
        if (*text != '\0')
            found(context, text, strlen(text));
        return;
    }
    while (*p != '\0') {
        p += strspn(p, " \t\n\r");
        const char *key = p;
        p += strcspn(p, "= \t\n\r");
        size_t length = (size_t)(p - key);
        p += strspn(p, " \t\n\r");
        if (length > 0 && (*p != '=' || !is_keyword(key, length)))
            found(context, key, length);
        if (*p != '=')
            continue;
        p++;
        p += strspn(p, " \t\n\r");
        const char *end = value_end(p);
        if (is_secret_key(key, length))
            found(context, p, (size_t)(end - p));
        p = end;
    }
}

void sg_url_each_secret(const char *url, sg_secret_fn *found, void *context)
{
    if (sg_url_is_uri(url))
        uri_secrets(url, found, context);
    else
        conninfo_secrets(url, found, context);
}
