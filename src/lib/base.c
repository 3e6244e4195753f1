#include "schemagen/base.h"

#include "text.h"

const char *schemagen_version(void)
{
    return SG_VERSION;
}

const char *schemagen_nearest(const char *word, const char *const *candidates, size_t count)
{
    return sg_text_nearest(word, candidates, count);
}
