about Descriptions of the common terminals
when library libtinfo.so.*
when library libncurses*.so.*
include /etc/terminfo/**
include /lib/terminfo/**
include /usr/share/terminfo/x/xterm
include /usr/share/terminfo/x/xterm-256color
include /usr/share/terminfo/s/screen
include /usr/share/terminfo/t/tmux
include /usr/share/terminfo/v/vt100
include /usr/share/terminfo/l/linux
include /usr/share/tabset/**
