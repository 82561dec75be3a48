#include "limit.h"

#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void hmac(const void *key, size_t key_length, const char *text, size_t length, unsigned char code[32])
{
    unsigned size = 32;
    if (HMAC(EVP_sha256(), key, (int)key_length, (const unsigned char *)text, length, code, &size) == NULL) {
        fail("HMAC", "");
    }
}

void sha256(const void *bytes, size_t length, unsigned char digest[32])
{
    static EVP_MD *algorithm;
    static EVP_MD_CTX *context;
    if (algorithm == NULL) {
        algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
        context = EVP_MD_CTX_new();
    }
    EVP_DigestInit_ex(context, algorithm, NULL);
    EVP_DigestUpdate(context, bytes, length);
    EVP_DigestFinal_ex(context, digest, NULL);
}

static void hex(const unsigned char bytes[32], char text[65])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[64] = 0;
}

static void derive(Signer *signer, const char *day)
{
    Buffer secret = {0};
    buffer_printf(&secret, "AWS4%s", signer->secret);
    hmac(secret.bytes, secret.length, day, 8, signer->key);
    free(secret.bytes);
    hmac(signer->key, 32, signer->region, strlen(signer->region), signer->key);
    hmac(signer->key, 32, signer->service, strlen(signer->service), signer->key);
    hmac(signer->key, 32, "aws4_request", 12, signer->key);
    memcpy(signer->day, day, 9);
}

struct curl_slist *sign(Signer *signer, const char *host, const char *target, const Buffer *body)
{
    static Buffer canonical, text, line;
    char date[17], day[9], payload[65], digest[65], signature[65];
    unsigned char bytes[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(date, sizeof date, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    memcpy(day, date, 8);
    day[8] = 0;
    if (strcmp(day, signer->day) != 0) derive(signer, day);

    const char *type = target ? "application/x-amz-json-1.1" : "application/x-www-form-urlencoded; charset=utf-8";
    const char *names = target ? "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
                               : "content-type;host;x-amz-date;x-amz-security-token";
    sha256(body->bytes, body->length, bytes);
    hex(bytes, payload);
    canonical.length = text.length = 0;
    buffer_printf(&canonical, "POST\n/\n\ncontent-type:%s\nhost:%s\nx-amz-date:%s\nx-amz-security-token:%s\n", type,
                  host, date, signer->token);
    if (target) buffer_printf(&canonical, "x-amz-target:%s\n", target);
    buffer_printf(&canonical, "\n%s\n%s", names, payload);
    sha256(canonical.bytes, canonical.length, bytes);
    hex(bytes, digest);
    buffer_printf(&text, "AWS4-HMAC-SHA256\n%s\n%s/%s/%s/aws4_request\n%s", date, day, signer->region,
                  signer->service, digest);
    hmac(signer->key, 32, text.bytes, text.length, bytes);
    hex(bytes, signature);

    struct curl_slist *headers = NULL;
    struct { const char *name, *value; } fields[] = {
        {"content-type", type}, {"x-amz-date", date}, {"x-amz-security-token", signer->token}, {"x-amz-target", target},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].value == NULL) continue;
        line.length = 0;
        buffer_printf(&line, "%s: %s", fields[i].name, fields[i].value);
        headers = curl_slist_append(headers, line.bytes);
    }
    line.length = 0;
    buffer_printf(&line, "authorization: AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=%s, "
                         "Signature=%s",
                  signer->access_key_id, day, signer->region, signer->service, names, signature);
    headers = curl_slist_append(headers, line.bytes);
    return curl_slist_append(headers, "expect:");
}
