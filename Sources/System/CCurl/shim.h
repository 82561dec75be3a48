#ifndef ORGSWEEP_CCURL_SHIM_H
#define ORGSWEEP_CCURL_SHIM_H

// Below 7.87 there is no CA cache in the multi handle, and a new TLS connection costs twenty times the CPU.
#include <curl/curl.h>
#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or newer is needed"
#endif

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call; hence one wrapper
// for each kind of argument. A variadic callee believes whatever it is told about its argument, so each wrapper first
// checks the kind, which libcurl keeps in the ten thousands of the option's number (curl.h, CURLOPTTYPE_*).

static inline int ccurl_is_kind(int option, int kind) {
    return option / 10000 * 10000 == kind;
}

/// For numbers and switches.
static inline CURLcode ccurl_easy_set_long(CURL *easy, CURLoption option, long value) {
    return ccurl_is_kind(option, CURLOPTTYPE_LONG) ? curl_easy_setopt(easy, option, value) : CURLE_UNKNOWN_OPTION;
}

/// For sizes that may exceed 2 GB: a `long` here would leave half of the argument undefined on 32-bit systems.
static inline CURLcode ccurl_easy_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return ccurl_is_kind(option, CURLOPTTYPE_OFF_T) ? curl_easy_setopt(easy, option, value) : CURLE_UNKNOWN_OPTION;
}

/// For texts, which libcurl copies; NULL resets the option, where an empty text has a meaning of its own.
static inline CURLcode ccurl_easy_set_text(CURL *easy, CURLoption option, const char *value) {
    return ccurl_is_kind(option, CURLOPTTYPE_STRINGPOINT) ? curl_easy_setopt(easy, option, value)
                                                          : CURLE_UNKNOWN_OPTION;
}

/// For the userdata of callbacks, the error buffer and the header list: libcurl keeps the pointer and copies nothing.
static inline CURLcode ccurl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return ccurl_is_kind(option, CURLOPTTYPE_CBPOINT) ? curl_easy_setopt(easy, option, value) : CURLE_UNKNOWN_OPTION;
}

/// For the write and the header callback, which have the same type; a function pointer may not travel as `void *`.
static inline CURLcode ccurl_easy_set_callback(CURL *easy, CURLoption option, curl_write_callback value) {
    return option == CURLOPT_WRITEFUNCTION || option == CURLOPT_HEADERFUNCTION ? curl_easy_setopt(easy, option, value)
                                                                               : CURLE_UNKNOWN_OPTION;
}

/// For status codes; 0 stands for an answer that is not there, also if the question itself is refused.
static inline long ccurl_easy_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    if ((info & CURLINFO_TYPEMASK) != CURLINFO_LONG || curl_easy_getinfo(easy, info, &value) != CURLE_OK) return 0;
    return value;
}

/// Gives back what CURLOPT_PRIVATE was set to; libcurl types it as text.
static inline void *ccurl_easy_get_private(CURL *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

/// For the limits of a multi handle, all of which are numbers.
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return ccurl_is_kind(option, CURLOPTTYPE_LONG) ? curl_multi_setopt(multi, option, value) : CURLM_UNKNOWN_OPTION;
}

/// CURL_GLOBAL_DEFAULT is an expression of other macros, which Swift does not import.
static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
