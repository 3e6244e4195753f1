/* English plurals, as far as names of models need them. */
#include <string.h>

#include "complete.h"

/* The first row whose ending fits decides: so many letters go, and others come. Vowels before an ending: 'v' wants one,
 * 'c' forbids one, ' ' does not care. */
static const struct ending {
    const char *ending;
    char before;
    size_t cut;
    const char *added;
} endings[] = {
    {"equipment", ' ', 0, ""},  {"information", ' ', 0, ""}, {"news", ' ', 0, ""},       {"series", ' ', 0, ""},
    {"species", ' ', 0, ""},    {"money", ' ', 0, ""},       {"fish", ' ', 0, ""},       {"sheep", ' ', 0, ""},
    {"deer", ' ', 0, ""},       {"person", ' ', 4, "ople"},  {"people", ' ', 0, ""},     {"child", ' ', 0, "ren"},
    {"children", ' ', 0, ""},   {"human", ' ', 0, "s"},      {"man", ' ', 2, "en"},      {"men", ' ', 0, ""},
    {"mouse", ' ', 4, "ice"},   {"goose", ' ', 4, "eese"},   {"foot", ' ', 3, "eet"},    {"tooth", ' ', 4, "eeth"},
    {"quiz", ' ', 0, "zes"},    {"index", ' ', 2, "ices"},   {"vertex", ' ', 2, "ices"}, {"matrix", ' ', 1, "ces"},
    {"criterion", ' ', 2, "a"}, {"medium", ' ', 2, "a"},     {"knife", ' ', 2, "ves"},   {"wife", ' ', 2, "ves"},
    {"life", ' ', 2, "ves"},    {"shelf", ' ', 1, "ves"},    {"half", ' ', 1, "ves"},    {"leaf", ' ', 1, "ves"},
    {"hero", ' ', 0, "es"},     {"potato", ' ', 0, "es"},    {"tomato", ' ', 0, "es"},   {"echo", ' ', 0, "es"},
    {"sis", ' ', 2, "es"},      {"alias", ' ', 0, "es"},     {"gas", ' ', 0, "es"},      {"us", 'c', 0, "es"},
    {"ss", ' ', 0, "es"},       {"x", ' ', 0, "es"},         {"ch", ' ', 0, "es"},       {"sh", ' ', 0, "es"},
    {"zz", ' ', 0, "es"},       {"quy", ' ', 1, "ies"},      {"y", 'v', 0, "s"},         {"y", 'c', 1, "ies"},
    {"s", ' ', 0, ""},          {"", ' ', 0, "s"},
};

static bool fits(const struct ending *row, const char *word, size_t length)
{
    size_t size = strlen(row->ending);

    if (length < size || strcasecmp(word + length - size, row->ending) != 0)
        return false;
    bool vowel = length > size && strchr("aeiouAEIOU", word[length - size - 1]) != NULL;
    return row->before == ' ' || vowel == (row->before == 'v');
}

const char *sg_psl_plural(sg_arena *arena, const char *model)
{
    size_t length = strlen(model);
    const struct ending *row = endings;

    while (!fits(row, model, length))
        row++;
    char *plural = sg_arena_printf(arena, "%.*s%s", (int)(length - row->cut), model, row->added);
    if (*plural >= 'A' && *plural <= 'Z')
        *plural += 'a' - 'A';
    return plural;
}
