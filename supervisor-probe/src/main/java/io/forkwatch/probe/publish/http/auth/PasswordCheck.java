package io.forkwatch.probe.publish.http.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Checks passwords, which costs a tenth of a second of CPU each on purpose. That of a scraper that comes again and again is
 * remembered; wrong ones get a twentieth of one processor at most, however many come. Safe for any thread.
 */
final class PasswordCheck {
    private static final int MOST_REMEMBERED = 64;

    /** After a wrong one, for so many times as long as it took, none is checked. */
    private static final long REST = 19;

    /** A name that nobody has takes as long as one that somebody has. */
    private static final String NOBODYS = "$2y$10$abcdefghijklmnopqrstuuzJLQGuFIyaNzN0jrOD8GoaXvfW6bxyK";

    private final LongSupplier nanos;
    private final String salt = UUID.randomUUID().toString();
    private final Deque<Digest> remembered = new ArrayDeque<>();
    private final ReentrantLock checking = new ReentrantLock();
    private long restUntilNanos;

    PasswordCheck(LongSupplier nanos) {
        this.nanos = nanos;
        this.restUntilNanos = nanos.getAsLong();
    }

    /** Right or wrong; empty where too many were wrong just now, or one is being checked. */
    Optional<Boolean> isRight(Users users, String name, String password) {
        String hash = users.hashOf(name).orElse(NOBODYS);
        Digest known = Digest.of(salt, hash, name, password);
        if (isRemembered(known)) {
            return Optional.of(true);
        }
        if (!checking.tryLock()) {
            return Optional.empty();
        }
        try {
            return nanos.getAsLong() - restUntilNanos < 0
                    ? Optional.empty()
                    : check(users, name, password, hash, known);
        } finally {
            checking.unlock();
        }
    }

    private Optional<Boolean> check(Users users, String name, String password, String hash, Digest known) {
        long from = nanos.getAsLong();
        // What is beyond 72 bytes counts for nothing: so do htpasswd and Prometheus.
        boolean right = BCrypt.checkpw(password, hash) && users.hashOf(name).isPresent();
        long now = nanos.getAsLong();
        if (right) {
            remember(known);
        } else {
            restUntilNanos = now + REST * (now - from);
        }
        return Optional.of(right);
    }

    private boolean isRemembered(Digest known) {
        boolean found = false;
        synchronized (remembered) {
            for (Digest digest : remembered) {
                found |= digest.isSame(known);
            }
        }
        return found;
    }

    private void remember(Digest known) {
        synchronized (remembered) {
            if (remembered.size() == MOST_REMEMBERED) {
                remembered.removeFirst();
            }
            remembered.addLast(known);
        }
    }
}
