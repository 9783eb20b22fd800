about Names of users, groups and hosts: what the C library's getpwnam, getaddrinfo and the like open
when library libc.so.6
include /etc/nsswitch.conf
include /etc/host.conf
include /etc/gai.conf
include /etc/protocols
include /etc/services
include /etc/passwd
include /etc/group
include /etc/hosts
include /etc/ld.so.conf
include /etc/ld.so.conf.d/*.conf
include /etc/ld.so.cache
