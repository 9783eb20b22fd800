// The names of error numbers, as the programs print them.
#ifndef PTRACER_CONFORMANCE_NAMES_H
#define PTRACER_CONFORMANCE_NAMES_H

#include <errno.h>
#include <stdio.h>

static inline const char *errno_name(int error) {
    switch (error) {
#define NAME(e)                                                                                                        \
    case e:                                                                                                            \
        return #e;
        NAME(EPERM)
        NAME(ENOENT)
        NAME(ESRCH)
        NAME(EINTR)
        NAME(EIO)
        NAME(ENXIO)
        NAME(E2BIG)
        NAME(ENOEXEC)
        NAME(EBADF)
        NAME(ECHILD)
        NAME(EAGAIN)
        NAME(ENOMEM)
        NAME(EACCES)
        NAME(EFAULT)
        NAME(ENOTBLK)
        NAME(EBUSY)
        NAME(EEXIST)
        NAME(EXDEV)
        NAME(ENODEV)
        NAME(ENOTDIR)
        NAME(EISDIR)
        NAME(EINVAL)
        NAME(ENFILE)
        NAME(EMFILE)
        NAME(ENOTTY)
        NAME(ETXTBSY)
        NAME(EFBIG)
        NAME(ENOSPC)
        NAME(ESPIPE)
        NAME(EROFS)
        NAME(EMLINK)
        NAME(EPIPE)
        NAME(ERANGE)
        NAME(EDEADLK)
        NAME(ENAMETOOLONG)
        NAME(ENOSYS)
        NAME(ENOTEMPTY)
        NAME(ELOOP)
        NAME(ENODATA)
        NAME(EOVERFLOW)
        NAME(ELIBBAD)
        NAME(ENOTSOCK)
        NAME(EDESTADDRREQ)
        NAME(EMSGSIZE)
        NAME(EPROTOTYPE)
        NAME(EOPNOTSUPP)
        NAME(EADDRINUSE)
        NAME(EADDRNOTAVAIL)
        NAME(ECONNRESET)
        NAME(ENOBUFS)
        NAME(EISCONN)
        NAME(ENOTCONN)
        NAME(ETIMEDOUT)
        NAME(ECONNREFUSED)
        NAME(EALREADY)
        NAME(EINPROGRESS)
        NAME(ESTALE)
        NAME(EAFNOSUPPORT)
        NAME(EPROTONOSUPPORT)
        NAME(ENOKEY)
        NAME(ECANCELED)
        NAME(EUCLEAN)
#undef NAME
    default:
        break;
    }
    static char number[32];
    snprintf(number, sizeof number, "errno %d", error);
    return number;
}

#endif
