/* The whole program, compressed by zstd, and its id: linked into the small image only (build.sh). */
    .section .rodata
    .globl ptracer_whole_image_start, ptracer_whole_image_end, ptracer_whole_image_id
    .balign 16
ptracer_whole_image_start:
    .incbin "whole.zst"
ptracer_whole_image_end:
ptracer_whole_image_id:
    .incbin "whole.id"
    .byte 0
    .section .note.GNU-stack, "", @progbits
