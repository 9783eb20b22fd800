about Python 3 with its standard library
needs directories
program /usr/bin/python3
include /usr/lib/python3.*/**
include /usr/lib/python3/dist-packages/**
include /etc/python3*/**
include /usr/share/zoneinfo/UTC
exclude /usr/lib/python3*/test/**
exclude /usr/lib/python3*/**/__pycache__/**
exclude /usr/lib/python3*/config-*/**
exclude /usr/lib/python3*/ensurepip/**
exclude /usr/lib/python3*/idlelib/**
exclude /usr/lib/python3*/tkinter/**
exclude /usr/lib/python3*/turtledemo/**
exclude /usr/lib/python3*/lib2to3/**
