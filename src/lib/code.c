#include "schemagen/code.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "diag.h"
#include "session.h"

static bool fill(const sg_code_info *info, schemagen_code *code)
{
    if (!info)
        return false;
    *code = (schemagen_code){info->number, sg_severity_word(info->severity), info->title, info->help};
    return true;
}

bool schemagen_code_find(const char *written, schemagen_code *code)
{
    char *end;
    long number;

    if (strncasecmp(written, "SG", 2) == 0)
        written += 2;
    if (!isdigit((unsigned char)*written))
        return false;
    number = strtol(written, &end, 10);
    return *end == '\0' && number <= 9999 && fill(sg_code_find((int)number), code);
}

bool schemagen_code_at(size_t index, schemagen_code *code)
{
    size_t count;
    const sg_code_info *table = sg_code_table(&count);

    return index < count && fill(&table[index], code);
}

/* Text in lines of at most 80 columns, indented. */
static void print_wrapped(FILE *out, const char *text)
{
    size_t column = 0;

    while (*text) {
        size_t length = strcspn(text, " ");

        if (column > 0 && column + 1 + length > 80) {
            fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column == 0 ? "  " : " ", (int)length, text);
        text += length + strspn(text + length, " ");
    }
    fputc('\n', out);
}

void schemagen_code_print(const schemagen_code *code, FILE *out, schemagen_format format, bool colour)
{
    if (format == SCHEMAGEN_JSON) {
        fprintf(out, "{\"code\": \"SG%04d\"", code->number);
        sg_print_member(out, false, "severity", code->severity);
        sg_print_member(out, false, "title", code->title);
        sg_print_member(out, false, "help", code->help);
        fputc('}', out);
        return;
    }
    fprintf(out, "%sSG%04d%s (%s): %s\n\n", colour ? "\033[1m" : "", code->number, colour ? "\033[0m" : "",
            code->severity, code->title);
    print_wrapped(out, code->help);
}
