package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.thread.Confined;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The children that the JDK waits for, by {@code ProcessHandleImpl.completions}: a map from pid to the future of the exit
 * value, the same on JDK 17 to 25. The reaper of an older child stands in native code already, where no edit reaches it,
 * so this is the one way to hear from it. What is told comes on the reaper's thread.
 */
@Confined(Confined.To.SAMPLER)
final class JdkCompletions implements PreexistingChildren {
    private volatile Optional<ChildEvents> events;
    private final AtomicReference<Throwable> lastFault;
    private Map<?, ?> completions = Map.of();
    private boolean sought;

    JdkCompletions(ChildEvents events, AtomicReference<Throwable> lastFault) {
        this.events = Optional.of(events);
        this.lastFault = lastFault;
    }

    @Override
    public Optional<ExitValue> follow(long pid) {
        Object completion = completions().get(pid);
        if (!(completion instanceof CompletableFuture<?> future) || !isReaping(future)) {
            return Optional.empty();
        }
        return Optional.of(new FutureExitValue(future.whenComplete(new Tell(pid))));
    }

    /** Lets go of whom it tells: nothing is told from now on. */
    @Confined(Confined.To.ANY)
    void detach() {
        events = Optional.empty();
    }

    private Map<?, ?> completions() {
        if (!sought) {
            sought = true;
            try {
                Field field = Class.forName("java.lang.ProcessHandleImpl").getDeclaredField("completions");
                field.setAccessible(true);
                completions = (Map<?, ?>) field.get(null);
            } catch (ReflectiveOperationException | RuntimeException otherJvm) {
                lastFault.set(otherJvm);
            }
        }
        return completions;
    }

    // A future that only watches, as ProcessHandle.onExit makes one for a process of others, says 0 for all it missed.
    private boolean isReaping(CompletableFuture<?> future) {
        try {
            Field field = future.getClass().getDeclaredField("isReaping");
            field.setAccessible(true);
            return field.getBoolean(future);
        } catch (ReflectiveOperationException | RuntimeException otherJvm) {
            lastFault.set(otherJvm);
            return false;
        }
    }

    /** Only hands over: whoever waits for the child is told after this returns. */
    private final class Tell implements BiConsumer<Object, Throwable> {
        private final long pid;

        Tell(long pid) {
            this.pid = pid;
        }

        @Override
        public void accept(@Nullable Object exitValue, @Nullable Throwable failure) {
            Optional<ChildEvents> told = events;
            if (told.isPresent() && exitValue instanceof Integer value) {
                told.get().reaped(pid, value);
            }
        }
    }

    /** What the future says. */
    private record FutureExitValue(CompletableFuture<?> future) implements ExitValue {
        @Override
        public OptionalInt read() {
            return !future.isCompletedExceptionally() && future.getNow(null) instanceof Integer value
                    ? OptionalInt.of(value)
                    : OptionalInt.empty();
        }
    }
}
