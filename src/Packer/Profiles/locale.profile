about The C.UTF-8 locale
when symbol setlocale
include /usr/lib/locale/C.utf8/**
include /usr/lib/locale/C.UTF-8/**
