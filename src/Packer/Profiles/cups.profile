about A print server that prints to IPP Everywhere printers, with its clients and its web interface
needs shell
needs fonts
program /usr/sbin/cupsd
program /usr/bin/lp
program /usr/bin/lpstat
program /usr/bin/cancel
program /usr/sbin/lpadmin
program? /usr/sbin/cupsenable
program? /usr/sbin/cupsaccept
program? /usr/sbin/cupsctl
program? /usr/sbin/lpinfo
program? /usr/sbin/lpmove
program? /usr/bin/lpoptions
program? /usr/bin/ippfind
program? /usr/bin/ipptool
program? /usr/sbin/ippeveprinter
program? /usr/bin/ippeveprinter
program? /usr/bin/dbus-daemon
program? /usr/bin/gs
program? /usr/bin/pdftops
program? /usr/bin/pdftocairo
# Filters, backends and helpers, with the libraries and the interpreters that they need.
include /usr/lib/cups/**
include /usr/share/cups/**
include /etc/cups/**
include /etc/pam.d/cups
include /etc/papersize
include /etc/paperspecs
include /usr/share/ppd/**
include /usr/share/ghostscript/**
include /var/lib/ghostscript/**
include /usr/share/color/icc/ghostscript/**
include /usr/share/poppler/**
include /usr/share/libthai/**
include /etc/dbus-1/**
include /usr/share/dbus-1/system.conf
include /usr/share/dbus-1/system.d/**
include /usr/share/dbus-1/session.conf
exclude /usr/share/cups/locale/**
directory 0755 /run/cups
directory 0755 /run/cups/certs
directory 0755 /run/dbus
directory 0710 /var/spool/cups
directory 1770 /var/spool/cups/tmp
directory 0770 /var/cache/cups
directory 0770 /var/cache/cups/rss
directory 0755 /var/log/cups
file 0644 /etc/passwd
| root:x:0:0:root:/root:/bin/sh
| lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
| messagebus:x:100:101::/nonexistent:/usr/sbin/nologin
| nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
file 0644 /etc/group
| root:x:0:
| lp:x:7:
| lpadmin:x:102:
| messagebus:x:101:
| nogroup:x:65534:
exclude /usr/share/fonts/X11/**
exclude /usr/share/poppler/cMap/**
