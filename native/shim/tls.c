/* TLS for image registries, by mbedTLS, which is linked in: nothing is loaded when the program runs, and nothing of it
 * runs when a guest starts (OpenSSL's tables alone cost 1.8 ms of every start to relocate). Its structures have no
 * fixed size, so this file holds them; all decisions are in src/Images/Registry. Sockets are non-blocking: a call that
 * must wait says so.
 */
#include "host.h"
#include <errno.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { WANT_READ = -100001, WANT_WRITE = -100002, ENDED = -100003 }; /* mbedTLS has errors from -0x7fff to -2 */

#define IP_ADDRESS_TAG (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7) /* iPAddress of GeneralName, RFC 5280, 4.2.1.6 */

struct ptracer_tls {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    int32_t socket;
};

void *ptracer_tls_roots_new(void) {
    mbedtls_x509_crt *roots = malloc(sizeof *roots);
    if (roots != NULL) mbedtls_x509_crt_init(roots);
    return roots;
}

void ptracer_tls_roots_free(void *roots) {
    mbedtls_x509_crt_free(roots);
    free(roots);
}

int32_t ptracer_tls_roots_add(void *roots, const uint8_t *text, uint64_t size) {
    return mbedtls_x509_crt_parse(roots, text, size);
}

static int send_some(void *context, const unsigned char *bytes, size_t size) {
    const struct ptracer_tls *tls = context;
    ssize_t count;
    do count = send(tls->socket, bytes, size, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    if (count >= 0) return (int)count;
    return errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int receive_some(void *context, unsigned char *bytes, size_t size) {
    const struct ptracer_tls *tls = context;
    ssize_t count;
    do count = recv(tls->socket, bytes, size, 0);
    while (count < 0 && errno == EINTR);
    if (count >= 0) return (int)count;
    return errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_SSL_CONN_EOF;
}

void ptracer_tls_free(void *pointer) {
    struct ptracer_tls *tls = pointer;
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->config);
    mbedtls_ctr_drbg_free(&tls->random);
    mbedtls_entropy_free(&tls->entropy);
    free(tls);
}

void *ptracer_tls_new(void *roots, int32_t socket, const char *name) {
    struct ptracer_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL) return NULL;
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->config);
    mbedtls_entropy_init(&tls->entropy);
    mbedtls_ctr_drbg_init(&tls->random);
    tls->socket = socket;
    if (mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, NULL, 0) != 0 ||
        mbedtls_ssl_config_defaults(&tls->config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
        ptracer_tls_free(tls);
        return NULL;
    }
    mbedtls_ssl_conf_rng(&tls->config, mbedtls_ctr_drbg_random, &tls->random);
    mbedtls_ssl_conf_authmode(&tls->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&tls->config, roots, NULL);
    mbedtls_ssl_conf_min_version(&tls->config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3); /* TLS 1.2 */
    if (mbedtls_ssl_setup(&tls->ssl, &tls->config) != 0 || mbedtls_ssl_set_hostname(&tls->ssl, name) != 0) {
        ptracer_tls_free(tls);
        return NULL;
    }
    mbedtls_ssl_set_bio(&tls->ssl, tls, send_some, receive_some, NULL);
    return tls;
}

static int32_t result_of(int result) {
    switch (result) {
    case MBEDTLS_ERR_SSL_WANT_READ:
        return WANT_READ;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return WANT_WRITE;
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
        return 0;
    case MBEDTLS_ERR_SSL_CONN_EOF:
        return ENDED;
    default:
        return result;
    }
}

int32_t ptracer_tls_handshake(void *pointer) {
    struct ptracer_tls *tls = pointer;
    return result_of(mbedtls_ssl_handshake(&tls->ssl));
}

uint32_t ptracer_tls_verify_flags(void *pointer) {
    struct ptracer_tls *tls = pointer;
    return mbedtls_ssl_get_verify_result(&tls->ssl);
}

/* mbedTLS 2.28 compares names only, so an address is compared here. */
int32_t ptracer_tls_has_address(void *pointer, const uint8_t *address, uint64_t size) {
    struct ptracer_tls *tls = pointer;
    const mbedtls_x509_crt *peer = mbedtls_ssl_get_peer_cert(&tls->ssl);
    if (peer == NULL) return 0;
    for (const mbedtls_x509_sequence *name = &peer->subject_alt_names; name != NULL; name = name->next)
        if (name->buf.tag == IP_ADDRESS_TAG && name->buf.len == size && memcmp(name->buf.p, address, size) == 0)
            return 1;
    return 0;
}

int32_t ptracer_tls_read(void *pointer, uint8_t *bytes, uint64_t size) {
    struct ptracer_tls *tls = pointer;
    return result_of(mbedtls_ssl_read(&tls->ssl, bytes, size));
}

int32_t ptracer_tls_write(void *pointer, const uint8_t *bytes, uint64_t size) {
    struct ptracer_tls *tls = pointer;
    return result_of(mbedtls_ssl_write(&tls->ssl, bytes, size));
}
