/* The guest's stubs, carried inside our binary: ptracer has no file beside it. */
    .section .rodata
    .globl ptracer_stub_image, ptracer_stub_image_end, ptracer_stub_i386_image, ptracer_stub_i386_image_end
    .balign 16
ptracer_stub_image:
    .incbin "stub"
ptracer_stub_image_end:
    .balign 16
ptracer_stub_i386_image:
    .incbin "stub-i386"
ptracer_stub_i386_image_end:
    .section .note.GNU-stack, "", @progbits
