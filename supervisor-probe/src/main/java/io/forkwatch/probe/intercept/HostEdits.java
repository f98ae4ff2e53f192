package io.forkwatch.probe.intercept;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts the edits in place as the host loads their classes, and counts them. A class that is already loaded is
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
    private final List<Class<?>> late = new ArrayList<>();
    private volatile Optional<Instrumentation> instrumentation = Optional.empty();
    private volatile boolean caughtUp = true;

    HostEdits(Set<Edit> wanted, AtomicReference<Throwable> lastFault) {
        this.wanted = wanted;
        this.lastFault = lastFault;
        for (Edit edit : wanted) {
            states.put(edit, State.WAITING);
        }
    }

    /**
     * Installs the edits; on return every child that starts from now on is seen. Where the class that starts children
     * is not loaded yet, those that are wait for {@link #catchUp}, which its edit calls before the first child: a JVM
     * that starts none then never loads ASM.
     */
    void install(Instrumentation instrumentation) {
        instrumentation.addTransformer(this, true);
        boolean startsMayCome = false;
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().startsWith("java.lang.Process") && isWanted(loaded.getName())) {
                late.add(loaded);
                startsMayCome |= loaded.getName().equals(Edit.SPAWN.className());
            }
        }
        this.instrumentation = Optional.of(instrumentation);
        caughtUp = late.isEmpty();
        if (startsMayCome) {
            catchUp();
        }
    }

    /** Edits the classes that were loaded before Forkwatch. Called before each start of a child; only the first waits. */
    void catchUp() {
        if (!caughtUp) {
            synchronized (late) {
                late.forEach(this::retransform);
                late.clear();
                caughtUp = true;
            }
        }
    }

    private void retransform(Class<?> loaded) {
        try {
            instrumentation.orElseThrow().retransformClasses(loaded);
        } catch (UnmodifiableClassException otherJvm) {
            lastFault.set(otherJvm);
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
        catchUp();
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
        byte[] current = original;
        for (Edit edit : wanted) {
            if (edit.owner.equals(className)) {
                current = apply(edit, current);
            }
        }
        return current == original ? null : current;
    }

    // A wall: on a host thread, and the JVM would swallow what escapes without a word.
    private byte[] apply(Edit edit, byte[] original) {
        byte[] edited = new byte[0];
        try {
            edited = EditWriter.write(edit, original);
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
        remember(edit, edited.length > 0 ? State.IN_PLACE : State.DOES_NOT_FIT);
        return edited.length > 0 ? edited : original;
    }

    private synchronized void remember(Edit edit, State state) {
        states.put(edit, state);
    }
}
