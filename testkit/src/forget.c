/* Loaded into PostgreSQL by the power-cut test: remembers what an fsync has made durable.
 *
 * On every fsync or fdatasync the file is copied, as it is now, to $BITGOEUL_SHADOW under a name made of its inode and
 * the time of its birth. After the server was killed the test puts these copies back. Names, renames and removals are
 * kept in their order, as a journaling file system keeps them; contents are kept only by a sync. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int copy(int in, int out)
{
    static char buffer[1 << 16];
    ssize_t got;
    while ((got = read(in, buffer, sizeof buffer)) > 0)
        for (ssize_t at = 0; at < got;) {
            ssize_t put = write(out, buffer + at, got - at);
            if (put < 0)
                return -1;
            at += put;
        }
    return got < 0 ? -1 : 0;
}

static int keep(int fd)
{
    const char *folder = getenv("BITGOEUL_SHADOW");
    struct statx st;
    char from[64], to[4096], part[4200], locked[4200];
    if (folder == NULL)
        return 0;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &st) != 0)
        return -1;
    if (!S_ISREG(st.stx_mode))
        return 0;
    snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
    snprintf(to, sizeof to, "%s/%llu-%lld-%u", folder, (unsigned long long)st.stx_ino,
             (long long)st.stx_btime.tv_sec, st.stx_btime.tv_nsec);
    snprintf(part, sizeof part, "%s.part", to);
    snprintf(locked, sizeof locked, "%s.lock", to);
    /* Two syncs of one file come one after the other, so that an older copy never replaces a newer one. */
    int lock = open(locked, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock < 0 || flock(lock, LOCK_EX) != 0)
        return -1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int bad = in < 0 || out < 0 || copy(in, out) != 0 || syscall(SYS_renameat2, AT_FDCWD, part, AT_FDCWD, to, 0) != 0;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    close(lock);
    return bad ? -1 : 0;
}

static int synced(int fd)
{
    int before = errno;
    if (keep(fd) != 0) {
        errno = EIO;
        return -1;
    }
    errno = before;
    return 0;
}

int fsync(int fd) { return synced(fd); }
int fdatasync(int fd) { return synced(fd); }
