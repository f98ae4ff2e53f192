package io.forkwatch.probe.attach;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives up on a JVM that does not answer, as one that is stopped: the JDK itself would wait for ever. */
final class AttachTimeout {
    private final Duration patience;

    AttachTimeout(Duration patience) {
        this.patience = patience;
    }

    /** Does something in time, or says that the JVM does not answer. */
    <T> T call(Callable<T> task) throws AttachFailure {
        FutureTask<T> answer = new FutureTask<>(task);
        Thread thread = new Thread(answer, "forkwatch-attach");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new AttachFailure("it does not answer");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new AttachFailure("interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AttachFailure failure) {
                throw failure;
            }
            throw new AttachFailure(
                    Objects.requireNonNullElse(failed.getCause(), failed).toString());
        }
    }
}
