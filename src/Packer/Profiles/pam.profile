about Pluggable authentication: services, modules and what the common ones read
when library libpam.so.0
include /etc/pam.conf
include /etc/pam.d/**
include /etc/security/**
include /etc/environment
include /etc/login.defs
include /lib/security/*.so
include /lib/*/security/pam_*.so
include /usr/lib/*/security/pam_*.so
