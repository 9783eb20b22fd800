about Certificates of authorities, for TLS
when library libssl.so.*
when library libgnutls.so.*
when library libcurl*.so.*
include /etc/ssl/certs/ca-certificates.crt
include /etc/ssl/openssl.cnf
include /usr/lib/ssl/**
include /usr/lib/*/ossl-modules/*.so
include /usr/lib/*/engines-3/*.so
