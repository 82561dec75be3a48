#include "limit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *what, const char *detail)
{
    fprintf(stderr, "limit: %s: %s\n", what, detail);
    exit(1);
}

static void reserve(Buffer *buffer, size_t more)
{
    if (buffer->length + more < buffer->capacity) return;
    buffer->capacity = 2 * (buffer->length + more) + 64;
    buffer->bytes = realloc(buffer->bytes, buffer->capacity);
    if (buffer->bytes == NULL) fail("memory", "none left");
}

void buffer_append(Buffer *buffer, const char *bytes, size_t length)
{
    reserve(buffer, length + 1);
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = 0;
}

void buffer_printf(Buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    reserve(buffer, (size_t)length + 1);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
    va_end(again);
    va_end(arguments);
}

void buffer_parameter(Buffer *buffer, const char *name, const char *value)
{
    buffer_printf(buffer, "&%s=", name);
    for (const unsigned char *byte = (const unsigned char *)value; *byte; byte++) {
        bool plain = (*byte >= 'a' && *byte <= 'z') || (*byte >= 'A' && *byte <= 'Z') || (*byte >= '0' && *byte <= '9')
                     || strchr("-_.~", *byte) != NULL;
        if (plain) buffer_append(buffer, (const char *)byte, 1);
        else buffer_printf(buffer, "%%%02X", *byte);
    }
}

struct Block {
    Block *older;
    size_t used, size;
    char bytes[];
};

char *arena_take(Arena *arena, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    Block *block = arena->newest;
    if (block == NULL || block->size - block->used < size) {
        size_t capacity = size > 65536 ? size : 65536;
        block = malloc(sizeof *block + capacity);
        if (block == NULL) fail("memory", "none left");
        *block = (Block){.older = arena->newest, .size = capacity};
        arena->newest = block;
    }
    block->used += size;
    return block->bytes + block->used - size;
}

char *arena_copy(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

void arena_free(Arena *arena)
{
    for (Block *block = arena->newest; block != NULL;) {
        Block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}
