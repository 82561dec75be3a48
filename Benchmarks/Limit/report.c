#include "limit.h"

#include <stdlib.h>
#include <string.h>

/* The credential report of an account, decoded in place: base64, then CSV. */

static size_t base64_decode(char *text, size_t length)
{
    static signed char values[256];
    if (values['B'] == 0) {
        memset(values, -1, sizeof values);
        const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; alphabet[i]; i++) values[(unsigned char)alphabet[i]] = (signed char)i;
    }
    size_t to = 0;
    unsigned bits = 0, count = 0;
    for (size_t from = 0; from < length; from++) {
        signed char value = values[(unsigned char)text[from]];
        if (value < 0) continue;
        bits = bits << 6 | (unsigned)value;
        count += 6;
        if (count >= 8) text[to++] = (char)(bits >> (count -= 8));
    }
    return to;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const Row *)left)->name, ((const Row *)right)->name);
}

const Row *report_find(const Report *report, const char *user)
{
    Row key = {.name = user};
    return report->count ? bsearch(&key, report->rows, report->count, sizeof key, by_name) : NULL;
}

/* Ends the cell with a zero and returns the place behind it. */
static char *cell(char *place, char **text, bool *ends_line)
{
    bool quoted = *place == '"';
    *text = place += quoted;
    place += quoted ? strcspn(place, "\"") : strcspn(place, ",\n");
    if (quoted && *place) *place++ = 0;
    *ends_line = *place != ',';
    if (*place) *place++ = 0;
    return place;
}

void report_read(Report *report, char *text, size_t length)
{
    length = base64_decode(text, length);
    text[length] = 0;
    char *place = text + strcspn(text, "\n");
    if (*place) place++;
    size_t capacity = 0;
    while (*place) {
        char *cells[22] = {0};
        bool ends_line = false;
        for (int column = 0; !ends_line; column++) {
            char *value;
            place = cell(place, &value, &ends_line);
            if (column < 22) cells[column] = value;
        }
        if (cells[21] == NULL || strcmp(cells[0], "<root_account>") == 0) continue;
        if (report->count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            report->rows = realloc(report->rows, capacity * sizeof *report->rows);
        }
        report->rows[report->count++] = (Row){
            .name = cells[0],
            .has_keys = strcmp(cells[9], "N/A") != 0 || strcmp(cells[14], "N/A") != 0,
            .has_certificates = strcmp(cells[19], "N/A") != 0 || strcmp(cells[21], "N/A") != 0,
        };
    }
    if (report->count) qsort(report->rows, report->count, sizeof *report->rows, by_name);
    report->is_read = true;
}
