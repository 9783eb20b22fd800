about Conversion between character sets by iconv
when symbol iconv_open
include /usr/lib/*/gconv/**
include /usr/lib64/gconv/**
