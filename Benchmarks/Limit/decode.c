#include "limit.h"

#include <libxml/dict.h>
#include <stdlib.h>
#include <string.h>

/* One dictionary for all parsers, so that a name has one address. */
static xmlDictPtr names;

const char *interned(const char *name)
{
    if (names == NULL) names = xmlDictCreate();
    return (const char *)xmlDictLookup(names, (const xmlChar *)name, -1);
}

static int digit(char letter)
{
    if (letter >= '0' && letter <= '9') return letter - '0';
    letter |= 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* Decodes in place, as the text is never needed again, and returns the new length. */
static size_t percent_decode(char *text, size_t length)
{
    size_t to = 0;
    for (size_t from = 0; from < length; from++) {
        int high, low;
        if (text[from] == '%' && from + 2 < length && (high = digit(text[from + 1])) >= 0
            && (low = digit(text[from + 2])) >= 0) {
            text[to++] = (char)(high << 4 | low);
            from += 2;
        } else {
            text[to++] = text[from];
        }
    }
    return to;
}

static bool is_document(const char *name)
{
    static const char *documents[3];
    if (documents[0] == NULL) {
        documents[0] = interned("PolicyDocument");
        documents[1] = interned("AssumeRolePolicyDocument");
        documents[2] = interned("Document");
    }
    return name == documents[0] || name == documents[1] || name == documents[2];
}

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                  const xmlChar **declared, int attributes, int defaulted, const xmlChar **values)
{
    (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)attributes, (void)defaulted, (void)values;
    Decoder *decoder = context;
    if (decoder->depth == sizeof decoder->open / sizeof *decoder->open) {
        xmlStopParser(decoder->parser);
        return;
    }
    decoder->open[decoder->depth++] = (const char *)name;
    decoder->is_leaf = true;
    decoder->text.length = 0;
}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    Decoder *decoder = context;
    int depth = --decoder->depth;
    if (decoder->is_leaf && depth >= 2 && decoder->text.length > 0) {
        size_t length = decoder->text.length;
        if (is_document((const char *)name)) {
            unsigned char digest[32];
            length = percent_decode(decoder->text.bytes, length);
            sha256(decoder->text.bytes, length, digest);
            memcpy(arena_take(decoder->arena, sizeof digest), digest, sizeof digest);
        }
        Leaf leaf = {
            .name = (const char *)name,
            .parent = decoder->open[depth - 1],
            .grandparent = decoder->open[depth - 2],
            .text = arena_copy(decoder->arena, decoder->text.bytes, length),
            .length = length,
        };
        decoder->take(decoder->owner, &leaf);
    }
    decoder->is_leaf = false;
}

static void characters(void *context, const xmlChar *text, int length)
{
    Decoder *decoder = context;
    if (decoder->is_leaf) buffer_append(&decoder->text, (const char *)text, (size_t)length);
}

static void refuse(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    xmlStopParser(((Decoder *)context)->parser);
}

static void ignore(void *context, const char *message, ...)
{
    (void)context, (void)message;
}

void decoder_begin(Decoder *decoder)
{
    static xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start,
        .endElementNs = end,
        .characters = characters,
        .cdataBlock = characters,
        .internalSubset = refuse,
        .error = ignore,
        .fatalError = ignore,
        .warning = ignore,
    };
    if (decoder->parser == NULL) {
        decoder->parser = xmlCreatePushParserCtxt(&handler, decoder, NULL, 0, NULL);
        decoder->digest = EVP_MD_CTX_new();
        if (decoder->parser == NULL || decoder->digest == NULL) fail("parser", "cannot be made");
        interned("member");
        xmlDictFree(decoder->parser->dict);
        xmlDictReference(names);
        decoder->parser->dict = names;
    } else if (xmlCtxtResetPush(decoder->parser, NULL, 0, NULL, NULL) != 0) {
        fail("parser", "cannot be used again");
    }
    xmlCtxtUseOptions(decoder->parser, XML_PARSE_NONET | XML_PARSE_HUGE);
    EVP_DigestInit_ex(decoder->digest, EVP_sha256(), NULL);
    decoder->depth = 0;
    decoder->is_leaf = false;
    decoder->bytes = 0;
}

bool decoder_feed(Decoder *decoder, const char *bytes, size_t length)
{
    EVP_DigestUpdate(decoder->digest, bytes, length);
    decoder->bytes += length;
    return xmlParseChunk(decoder->parser, bytes, (int)length, 0) == 0;
}

bool decoder_finish(Decoder *decoder)
{
    unsigned char digest[32];
    EVP_DigestFinal_ex(decoder->digest, digest, NULL);
    return xmlParseChunk(decoder->parser, NULL, 0, 1) == 0 && decoder->parser->wellFormed;
}
