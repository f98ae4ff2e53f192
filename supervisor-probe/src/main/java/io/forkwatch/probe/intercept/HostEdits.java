package io.forkwatch.probe.intercept;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts the edits in place as the host loads the four classes, and counts them. A class that is already loaded is
 * retransformed; the others are not loaded for it, so that a JVM that never starts a child pays nothing.
 */
final class HostEdits implements ClassFileTransformer {
    /** What became of an edit. */
    enum State {
        WAITING,
        IN_PLACE,
        DOES_NOT_FIT
    }

    private final Set<Edit> wanted;
    private final Map<Edit, State> states = new EnumMap<>(Edit.class);
    private final AtomicReference<Throwable> lastFault;

    HostEdits(Set<Edit> wanted, AtomicReference<Throwable> lastFault) {
        this.wanted = wanted;
        this.lastFault = lastFault;
        for (Edit edit : wanted) {
            states.put(edit, State.WAITING);
        }
    }

    /** Installs the edits; on return every child that starts from now on is seen. */
    void install(Instrumentation instrumentation) throws UnmodifiableClassException {
        instrumentation.addTransformer(this, true);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getClassLoader() == null && isWanted(loaded.getName())) {
                instrumentation.retransformClasses(loaded);
            }
        }
    }

    private boolean isWanted(String className) {
        for (Edit edit : wanted) {
            if (edit.className().equals(className)) {
                return true;
            }
        }
        return false;
    }

    /** Loads what the host has not loaded by now, so that the state of every edit is known. */
    void complete() throws ClassNotFoundException {
        for (Edit edit : in(State.WAITING)) {
            Class.forName(edit.className(), false, null);
        }
    }

    /** The edits in that state. */
    synchronized Set<Edit> in(State state) {
        Set<Edit> found = EnumSet.noneOf(Edit.class);
        for (Edit edit : wanted) {
            if (states.get(edit) == state) {
                found.add(edit);
            }
        }
        return found;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] original) {
        if (loader != null || className == null || !className.startsWith("java/lang/Process")) {
            return null;
        }
        for (Edit edit : wanted) {
            if (edit.owner.equals(className)) {
                return apply(edit, original);
            }
        }
        return null;
    }

    // A wall: on a host thread, and the JVM would swallow what escapes without a word.
    private byte @Nullable [] apply(Edit edit, byte[] original) {
        byte[] edited = new byte[0];
        try {
            edited = EditWriter.write(edit, original);
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
        remember(edit, edited.length > 0 ? State.IN_PLACE : State.DOES_NOT_FIT);
        return edited.length > 0 ? edited : null;
    }

    private synchronized void remember(Edit edit, State state) {
        states.put(edit, state);
    }
}
