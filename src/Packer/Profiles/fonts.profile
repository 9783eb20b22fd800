about Fonts and how they are found
when library libfontconfig.so.*
include /etc/fonts/**
include /usr/share/fontconfig/**
include /usr/share/fonts/**
directory 1777 /var/cache/fontconfig
