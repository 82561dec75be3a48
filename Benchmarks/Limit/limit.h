/* The least work that reads an organization's IAM with the libraries that orgsweep uses: libcurl, libxml2, OpenSSL. */
#pragma once

#include <curl/curl.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

_Noreturn void fail(const char *what, const char *detail);

/* A text that grows; always ends with a zero byte. */
typedef struct {
    char *bytes;
    size_t length, capacity;
} Buffer;

void buffer_append(Buffer *buffer, const char *bytes, size_t length);
void buffer_printf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* `&name=value`, the value percent-encoded. */
void buffer_parameter(Buffer *buffer, const char *name, const char *value);

/* Memory that lives as long as its account. */
typedef struct Block Block;
typedef struct {
    Block *newest;
} Arena;

char *arena_take(Arena *arena, size_t size);
char *arena_copy(Arena *arena, const char *text, size_t length);
void arena_free(Arena *arena);

/* sign.c: Signature Version 4, the signing key derived once a day for each set of credentials. */
typedef struct {
    const char *service, *region, *access_key_id, *secret, *token;
    char day[9];
    unsigned char key[32];
} Signer;

void sha256(const void *bytes, size_t length, unsigned char digest[32]);
/* The headers of a signed POST to `/`; the target is set for the JSON protocol only. */
struct curl_slist *sign(Signer *signer, const char *host, const char *target, const Buffer *body);

/* decode.c: a SAX2 push parser that keeps every leaf, with policy documents decoded and hashed. */
typedef struct {
    const char *name, *parent, *grandparent; /* interned: compare by pointer */
    const char *text;
    size_t length;
} Leaf;

typedef struct {
    xmlParserCtxtPtr parser;
    EVP_MD_CTX *digest;
    const char *open[32];
    int depth;
    bool is_leaf;
    Buffer text;
    size_t bytes;
    Arena *arena;
    void (*take)(void *owner, const Leaf *leaf);
    void *owner;
} Decoder;

const char *interned(const char *name);
void decoder_begin(Decoder *decoder);
bool decoder_feed(Decoder *decoder, const char *bytes, size_t length);
bool decoder_finish(Decoder *decoder);

/* transfer.c: one curl multi handle, one thread. */
typedef struct Call {
    Signer *signer;
    const char *action;
    const char *target;   /* of the JSON protocol, whose body is not decoded but kept */
    const char *argument; /* the user or ARN that the call is about */
    Buffer body;
    Buffer json;
    Arena *arena;
    void (*take)(struct Call *call, const Leaf *leaf);
    void (*end)(struct Call *call, bool succeeded);
    void *owner;
    const char *value; /* the one word that decides what comes next: a state, an error code, a marker, a version */
    size_t bytes;
    double due; /* not before this second of the monotonic clock */
    struct Call *next;
} Call;

void transfer_init(const char *endpoint, long connections);
/* Takes the call over: it is freed after its `end` has returned. */
void transfer_submit(Call *call);
void transfer_run(void);
double monotonic(void);

/* report.c: the rows of a credential report, by name. */
typedef struct {
    const char *name;
    bool has_keys, has_certificates;
} Row;

typedef struct {
    Row *rows;
    size_t count;
    bool is_read;
} Report;

void report_read(Report *report, char *text, size_t length);
const Row *report_find(const Report *report, const char *user);

/* account.c: the calls of the plan in one account, four at a time. */
typedef struct {
    long accounts, users, roles, keys, ssh_keys, bytes, answered;
} Sight;

extern Sight sight;

Call *query(Signer *signer, const char *version, const char *action);
void account_begin(const char *id, bool only_report, void (*done)(void));
/* Assumes the account's role and then calls `ready` with its signer. */
void account_open(const char *id, void (*ready)(Signer *signer));
extern Signer hub_sts;
extern const char *role_name, *external_id;

#define STS "2011-06-15"
#define IAM "2010-05-08"
#define DETAILS                                                                  \
    "&Filter.member.1=User&Filter.member.2=Role&Filter.member.3=Group"           \
    "&Filter.member.4=LocalManagedPolicy&MaxItems=1000"
