package io.forkwatch.probe.procfs.task;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The system calls of an architecture in which processes wait, syscalls(2), by the numbers of the kernel's
 * arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. A 32-bit program has others.
 */
public final class SystemCalls {
    /** Name, number on x86-64, number on aarch64, kind; -1 where there is none. */
    private static final String TABLE = """
            read 0 63 READ
            pread64 17 67 READ
            readv 19 65 READ
            preadv 295 69 READ
            preadv2 327 286 READ
            recvfrom 45 207 READ
            recvmsg 47 212 READ
            recvmmsg 299 243 READ
            write 1 64 WRITE
            pwrite64 18 68 WRITE
            writev 20 66 WRITE
            pwritev 296 70 WRITE
            pwritev2 328 287 WRITE
            sendfile 40 71 WRITE
            sendto 44 206 WRITE
            sendmsg 46 211 WRITE
            sendmmsg 307 269 WRITE
            vmsplice 278 75 WRITE
            splice 275 76 SPLICE
            tee 276 77 SPLICE
            accept 43 202 ACCEPT
            accept4 288 242 ACCEPT
            connect 42 203 CONNECT
            openat 257 56 OPEN
            flock 73 32 FLOCK
            fcntl 72 25 FCNTL
            futex 202 98 FUTEX
            futex_waitv 449 449 FUTEX
            wait4 61 260 WAIT_PID
            waitid 247 95 WAIT_ID
            vfork 58 -1 VFORK
            clone 56 220 VFORK
            clone3 435 435 VFORK
            epoll_wait 232 -1 EPOLL
            epoll_pwait 281 22 EPOLL
            epoll_pwait2 441 441 EPOLL
            poll 7 -1 POLL
            ppoll 271 73 POLL
            select 23 -1 POLL
            pselect6 270 72 POLL
            io_uring_enter 426 426 POLL
            io_getevents 208 4 POLL
            restart_syscall 219 128 POLL
            nanosleep 35 101 SLEEP
            clock_nanosleep 230 115 SLEEP
            pause 34 -1 SIGNAL
            rt_sigsuspend 130 133 SIGNAL
            rt_sigtimedwait 128 137 SIGNAL
            fsync 74 82 SYNC
            fdatasync 75 83 SYNC
            syncfs 306 267 SYNC
            ftruncate 77 46 SYNC
            fallocate 285 47 SYNC
            fstat 5 80 SYNC
            getdents64 217 61 SYNC
            close 3 57 SYNC
            sync 162 81 FILE
            open 2 -1 FILE
            openat2 437 437 FILE
            stat 4 -1 FILE
            lstat 6 -1 FILE
            newfstatat 262 79 FILE
            statx 332 291 FILE
            statfs 137 43 FILE
            access 21 -1 FILE
            faccessat 269 48 FILE
            faccessat2 439 439 FILE
            readlink 89 -1 FILE
            readlinkat 267 78 FILE
            chdir 80 49 FILE
            unlink 87 -1 FILE
            unlinkat 263 35 FILE
            rename 82 -1 FILE
            renameat 264 38 FILE
            renameat2 316 276 FILE
            mkdir 83 -1 FILE
            mkdirat 258 34 FILE
            execve 59 221 FILE
            msync 26 227 FILE
            munmap 11 215 FILE
            umount2 166 39 FILE
            kill 62 129 OTHER
            tgkill 234 131 OTHER
            semop 65 193 OTHER
            semtimedop 220 192 OTHER
            msgrcv 70 188 OTHER
            msgsnd 69 189 OTHER
            mq_timedreceive 243 183 OTHER
            mq_timedsend 242 182 OTHER
            """;

    private static final int FIELDS = 4;

    private final Map<Long, Named> byNumber;

    private SystemCalls(Map<Long, Named> byNumber) {
        this.byNumber = byNumber;
    }

    /**
     * A call.
     *
     * @param name as in syscalls(2)
     * @param kind what it waits for
     */
    record Named(String name, CallKind kind) {}

    /**
     * Those of an architecture.
     *
     * @param architecture as in the system property {@code os.arch}
     * @return empty if its numbers are not known here
     */
    public static Optional<SystemCalls> of(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(parse(1));
            case "aarch64", "arm64" -> Optional.of(parse(2));
            default -> Optional.empty();
        };
    }

    private static SystemCalls parse(int column) {
        Map<Long, Named> calls = new HashMap<>();
        for (String line : TABLE.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length == FIELDS && !fields[column].equals("-1")) {
                calls.put(Long.valueOf(fields[column]), new Named(fields[0], CallKind.valueOf(fields[3])));
            }
        }
        return new SystemCalls(calls);
    }

    /** A call by its number; one that is not in the table is named by it. */
    Named named(long number) {
        return byNumber.getOrDefault(number, new Named("call " + number, CallKind.OTHER));
    }
}
