about Directories of the File System Hierarchy Standard, and the least that /etc must say
directory 0755 /dev
directory 0755 /etc
directory 0755 /home
directory 0755 /mnt
directory 0755 /opt
directory 0555 /proc
directory 0700 /root
directory 0755 /run
directory 0555 /sys
directory 1777 /tmp
directory 0755 /usr/bin
directory 0755 /usr/sbin
directory 0755 /usr/lib
directory 0755 /usr/share
directory 0755 /var/cache
directory 0755 /var/lib
directory 0755 /var/log
directory 0755 /var/spool
directory 1777 /var/tmp
link /bin usr/bin
link /sbin usr/sbin
link /var/run /run
link /var/lock /run/lock
directory 1777 /run/lock
file 0644 /etc/passwd
| root:x:0:0:root:/root:/bin/sh
| nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
file 0644 /etc/group
| root:x:0:
| nogroup:x:65534:
file 0644 /etc/hosts
| 127.0.0.1 localhost
| ::1 localhost ip6-localhost ip6-loopback
file 0644 /etc/nsswitch.conf
| passwd: files
| group: files
| shadow: files
| hosts: files dns
| services: files
| protocols: files
# The device's own is bound over it at run time: ptracer run -b /etc/resolv.conf
file 0644 /etc/resolv.conf
