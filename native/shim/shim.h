/* The interface between the tracer and the code that ptracer puts into every guest process.
 *
 * One static ELF, the stub (guest/), is executed by the kernel in place of every guest program. It holds
 *   - the stub loader, which maps the real program and its ld.so as a load plan says (written by the tracer at the
 *     PTRACE_EVENT_EXEC stop), and jumps into it;
 *   - the redirect stub, through which a stopped thread makes a system call with other arguments than it asked for, and
 *     comes back with every register as the kernel would have left it;
 *   - the fast path (of 64-bit programs), to which a guest's own call site is led, once the tracer has patched it: it
 *     answers there, without a stop, what the kernel alone can answer as a chroot would.
 * It is linked at one fixed address below 2 GiB, above non-PIE programs and below AddressSanitizer's shadow. The
 * seccomp filter lets calls made from its text pass. There are two: that of i386 programs lies in two pieces below
 * them, since their heap needs the room above; its text is below where linkers put 64-bit programs, too (lld:
 * 0x200000).
 *
 * src/Ptracer/Engines/Shim holds the same numbers; a test compiles assertions that they agree.
 */
#ifndef PTRACER_SHIM_H
#define PTRACER_SHIM_H

#define PTRACER_SHIM_VERSION 1

#define PTRACER_SHIM_BASE_X64  0x7d000000
#define PTRACER_SHIM_DATA_X64  0x7d000000
#define PTRACER_SHIM_BASE_I386 0x00100000 /* below all code of 64 bits, too: the filter lets either interface pass */
#define PTRACER_SHIM_DATA_I386 0x04000000
#ifdef __i386__
#define PTRACER_SHIM_BASE PTRACER_SHIM_BASE_I386
#define PTRACER_SHIM_DATA PTRACER_SHIM_DATA_I386
#else
#define PTRACER_SHIM_BASE PTRACER_SHIM_BASE_X64
#define PTRACER_SHIM_DATA PTRACER_SHIM_DATA_X64
#endif
#define PTRACER_SHIM_TEXT     (PTRACER_SHIM_BASE + 0x1000)  /* the redirect stub, then the stub loader */
#define PTRACER_SHIM_TEXT_END (PTRACER_SHIM_BASE + 0x4000)  /* calls from [TEXT, TEXT_END) are not trapped */
#define PTRACER_SHIM_SLOTS    (PTRACER_SHIM_DATA + 0x10000) /* mapped by the stub loader */
#define PTRACER_SLOT_SIZE     0x3000
#define PTRACER_SLOT_COUNT    1024
#define PTRACER_SHIM_PLAN                                                                                              \
    (PTRACER_SHIM_DATA + 0xc20000) /* last: the kernel puts the heap anywhere behind it, where it must stay */
#define PTRACER_SHIM_PLAN_SIZE 0x20000
#define PTRACER_SHIM_END       (PTRACER_SHIM_PLAN + PTRACER_SHIM_PLAN_SIZE)

/* The redirect stub: entered with r11 = the thread's slot. Its one system call instruction is at REDIRECT_SYSCALL;
 * at REDIRECT_DONE the call has been made. Fixed by the assembly, asserted at link time. */
#define PTRACER_REDIRECT         PTRACER_SHIM_TEXT
#define PTRACER_REDIRECT_SYSCALL (PTRACER_SHIM_TEXT + 0x40)
#define PTRACER_REDIRECT_DONE    (PTRACER_SHIM_TEXT + 0x42)
/* Of the 32-bit stub: entered with r12 = the slot and a 64-bit code segment, as the one before is there; int $0x80. */
#define PTRACER_REDIRECT_I386         (PTRACER_SHIM_TEXT + 0x80)
#define PTRACER_REDIRECT_I386_SYSCALL (PTRACER_SHIM_TEXT + 0xc0)
#define PTRACER_REDIRECT_END          (PTRACER_SHIM_TEXT + 0x100)

/* Offsets in a slot, bytes. The tracer fills all of them before it points the thread at the stub. The words of a 32-bit
 * program are of its six registers ebx ecx edx esi edi ebp, where the call is one of i386; it returns far. */
#define PTRACER_SLOT_NR    0
#define PTRACER_SLOT_ARG   8   /* six words: rdi rsi rdx r10 r8 r9 for the call */
#define PTRACER_SLOT_SAVED 56  /* the same six as the guest had them */
#define PTRACER_SLOT_RBX   104 /* the guest's rbx: the stub needs one register that the kernel keeps */
#define PTRACER_SLOT_RETURN                                                                                            \
    112                        /* the instruction after the guest's syscall; of a 32-bit program selector << 32 too    \
                                */
#define PTRACER_SLOT_FLAGS 120 /* rflags, which syscall leaves in r11 */
#define PTRACER_SLOT_DATA  256 /* paths, addresses and structures for the call */

/* The fast path. A site is `mov $nr, %eax; syscall`, seven bytes. The tracer makes of the first five, and of the
 * `syscall`, which stays as it is, `jmp *TABLE + 8 * site`: the address of TABLE ends in the bytes of `syscall`. So who
 * jumps to that instruction, or returns behind it, finds what was there before. */
#define PTRACER_FAST_TABLE      0x050f0000 /* a pointer to each site's entry; a page of its own */
#define PTRACER_FAST_SITES      128
#define PTRACER_FAST            (PTRACER_SHIM_TEXT + 0x100)
#define PTRACER_FAST_END        (PTRACER_SHIM_TEXT + 0x2000)
#define PTRACER_FAST_OPEN       (PTRACER_FAST + 0x10) /* its one system call that can wait, and that has an effect */
#define PTRACER_FAST_LOAD       (PTRACER_FAST + 0x1a) /* its one instruction that reads what the guest has given it */
#define PTRACER_FAST_BAD        (PTRACER_FAST + 0x38) /* where that goes on if there is nothing to read */
#define PTRACER_FAST_STOPPED    (PTRACER_FAST + 0x54) /* where a thread stops, by a signal to itself, if it shall */
#define PTRACER_FAST_ENTRIES    (PTRACER_FAST + 0x60) /* from here to INSIDE the guest's registers are as they were */
#define PTRACER_FAST_ENTRY_SIZE 10
#define PTRACER_FAST_ENTERED    (PTRACER_FAST + 0x564) /* ax has the flags, as in a frame; */
#define PTRACER_FAST_BUSY       (PTRACER_FAST + 0x600) /* but from here to TAKEN flags are right: there was no frame */
#define PTRACER_FAST_TAKEN      (PTRACER_FAST + 0x618)
#define PTRACER_FAST_INSIDE     (PTRACER_FAST + 0x65a) /* r15 is the frame; */
#define PTRACER_FAST_LEAVING    (PTRACER_FAST + 0x671) /* now r11 is, and says all; */
#define PTRACER_FAST_EXITS      (PTRACER_FAST + 0x6d4) /* one for each frame, after which it is free; */
#define PTRACER_FAST_EXIT_SIZE  18
#define PTRACER_FAST_EXIT_LEFT  16                           /* now there is only to go where rcx says */
#define PTRACER_FAST_CALLS      (PTRACER_FAST + 0x780)       /* what is written in C */
#define PTRACER_FAST_SIGNAL     5                            /* SIGTRAP */
#define PTRACER_FAST_SITE       (PTRACER_SHIM_DATA + 0x5000) /* for each site: address of its syscall, number */
#define PTRACER_FAST_SITE_SIZE  16
#define PTRACER_FAST_PAGES      (PTRACER_SHIM_DATA + 0x5800) /* addresses of pages that were readable */
#define PTRACER_FAST_PAGE_COUNT 64
#define PTRACER_FAST_FRAMES     (PTRACER_SHIM_DATA + 0x6000)
#define PTRACER_FRAME_SIZE      0x1400
#define PTRACER_FRAME_COUNT     8

/* Offsets in a frame, bytes. */
#define PTRACER_FRAME_BUSY   0
#define PTRACER_FRAME_STOP   8   /* tid and tgid of a thread that shall stop before it leaves */
#define PTRACER_FRAME_INDEX  16  /* of the site */
#define PTRACER_FRAME_ARG    24  /* six words: rdi rsi rdx r10 r8 r9 */
#define PTRACER_FRAME_KEPT   72  /* rbx rbp r12 r13 r14 r15 rsp */
#define PTRACER_FRAME_FLAGS  128 /* lahf in the second byte, OF in the first */
#define PTRACER_FRAME_RESULT 136 /* rax and rip behind it all */
#define PTRACER_FRAME_TARGET 144
#define PTRACER_FRAME_RFLAGS 152 /* which syscall leaves in r11 */
#define PTRACER_FRAME_EXIT   160
#define PTRACER_FRAME_STACK  0x400 /* from here down */
#define PTRACER_FRAME_PATH   0x400

#ifndef __ASSEMBLER__
#include <stdint.h>

#define PTRACER_PLAN_MAGIC      0x4e4c5031u
#define PTRACER_PLAN_EXEC_STACK 1u
#define PTRACER_PLAN_SET_MM     2u
#define PTRACER_PLAN_DIE        4u
#define PTRACER_PLAN_READ_EXEC  8u

enum ptracer_image_type { PTRACER_IMAGE_FIXED = 0, PTRACER_IMAGE_HINT = 1, PTRACER_IMAGE_ANYWHERE = 2 };

struct ptracer_segment {
    uint64_t vaddr, offset, filesz, memsz, prot;
};

/* Followed by segment_count segments. Addresses are as in the file (unbiased). */
struct ptracer_image {
    uint64_t path_offset, type, base, min_vaddr, span, entry, phdr, phnum;
    uint64_t start_code, end_code, start_data, end_data, end_bss, segment_count;
};

struct ptracer_auxv {
    uint64_t type, value;
};

/* Followed by auxv_count overrides, then image_count images (the program, then its interpreter), then strings. */
struct ptracer_plan {
    uint32_t magic, size_bytes, image_count, flags;
    uint64_t execfn_offset;
    uint8_t comm[16];
    uint64_t brk_offset;
    uint32_t auxv_count, fast_offset; /* of a struct ptracer_fast; 0: sites are not patched, and patched ones trap */
};

/* What the fast path must know of the session. Followed by the rootfs, root_length bytes, then by the guest paths of
 * bindings, without their leading slashes, each with its NUL, up to an empty one. */
struct ptracer_fast {
    uint32_t root_length, flags;
};

#define PTRACER_FAST_READ_ONLY  1u /* some binding is read-only: access(2) for writing is the tracer's */
#define PTRACER_FAST_OPENAT2    2u /* there is openat2(2), and so with the others */
#define PTRACER_FAST_FACCESSAT2 4u
#define PTRACER_FAST_STATX      8u
#define PTRACER_FAST_SHARED     16u /* set once others may see this process's descriptors */
#endif
#endif
