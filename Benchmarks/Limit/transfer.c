#include "limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A handle with its parser; both are used again and again. */
typedef struct Slot {
    CURL *easy;
    struct curl_slist *headers;
    Decoder decoder;
    Call *call;
    struct Slot *next;
} Slot;

static CURLM *multi;
static Slot *idle;
static Call *delayed;
static const char *url;
static char *host;
static int under_way;

double monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void take(void *owner, const Leaf *leaf)
{
    Call *call = owner;
    call->take(call, leaf);
}

static size_t receive(char *bytes, size_t size, size_t count, void *context)
{
    Slot *slot = context;
    if (slot->call->target) {
        buffer_append(&slot->call->json, bytes, size * count);
        return count;
    }
    return decoder_feed(&slot->decoder, bytes, size * count) ? count : 0;
}

void transfer_init(const char *endpoint, long connections)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) fail("libcurl", "cannot be initialized");
    multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections);
    url = endpoint;
    const char *authority = strstr(endpoint, "://");
    if (authority == NULL) fail("AWS_ENDPOINT_URL", endpoint);
    host = strdup(authority + 3);
    host[strcspn(host, "/")] = 0;
}

static Slot *idle_slot(void)
{
    Slot *slot = idle;
    if (slot != NULL) {
        idle = slot->next;
        return slot;
    }
    slot = calloc(1, sizeof *slot);
    slot->easy = curl_easy_init();
    slot->decoder.take = take;
    curl_easy_setopt(slot->easy, CURLOPT_URL, url);
    curl_easy_setopt(slot->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(slot->easy, CURLOPT_PRIVATE, slot);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEDATA, slot);
    curl_easy_setopt(slot->easy, CURLOPT_CAPATH, NULL);
    return slot;
}

static void begin(Call *call)
{
    Slot *slot = idle_slot();
    slot->call = call;
    slot->headers = sign(call->signer, host, call->target, &call->body);
    slot->decoder.owner = call;
    slot->decoder.arena = call->arena;
    if (call->target == NULL) decoder_begin(&slot->decoder);
    curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, call->body.bytes);
    curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDSIZE, (long)call->body.length);
    curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, slot->headers);
    curl_multi_add_handle(multi, slot->easy);
    under_way++;
}

void transfer_submit(Call *call)
{
    if (call->due > monotonic()) {
        call->next = delayed;
        delayed = call;
    } else {
        begin(call);
    }
}

static void finish(CURL *easy, CURLcode code)
{
    Slot *slot = NULL;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &slot);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi, easy);
    curl_slist_free_all(slot->headers);
    Call *call = slot->call;
    if (code != CURLE_OK) fail(call->action, curl_easy_strerror(code));
    if (call->target == NULL && !decoder_finish(&slot->decoder)) fail(call->action, "not XML");
    call->bytes = slot->decoder.bytes;
    slot->next = idle;
    idle = slot;
    under_way--;
    call->end(call, status == 200);
    free(call->body.bytes);
    free(call->json.bytes);
    free(call);
}

static void begin_due(void)
{
    Call *waiting = delayed;
    delayed = NULL;
    while (waiting != NULL) {
        Call *next = waiting->next;
        transfer_submit(waiting);
        waiting = next;
    }
}

void transfer_run(void)
{
    while (under_way > 0 || delayed != NULL) {
        int running, remaining;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &remaining)) != NULL;) {
            if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
        }
        if (delayed != NULL) begin_due();
        if (under_way > 0 || delayed != NULL) curl_multi_poll(multi, NULL, 0, delayed ? 50 : 1000, NULL);
    }
}
