// EVP is the only door into libcrypto: the SHA256_* and HMAC_* calls are deprecated in OpenSSL 3, and EVP picks the
// processor's SHA instructions by itself.
#include <openssl/evp.h>

// OSSL_PARAM, through which an EVP_MAC learns its digest.
#include <openssl/params.h>

// OSSL_MAC_PARAM_DIGEST, the name of that parameter.
#include <openssl/core_names.h>
