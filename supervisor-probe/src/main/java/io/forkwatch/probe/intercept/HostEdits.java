package io.forkwatch.probe.intercept;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Modifier;
import java.security.ProtectionDomain;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts the edits in place as the host loads their classes, and counts them. Nothing is edited before the bridge is
 * there, and the bridge is not made before the class that starts children is loaded: a JVM that never starts a child
 * pays for neither.
 */
final class HostEdits implements ClassFileTransformer {
    /** What became of an edit. */
    enum State {
        WAITING,
        IN_PLACE,
        DOES_NOT_FIT
    }

    private static final int PUBLIC_FINAL = Modifier.PUBLIC | Modifier.FINAL;

    private final Instrumentation instrumentation;
    private final Set<Edit> wanted;
    private final Map<Edit, State> states = new EnumMap<>(Edit.class);
    private final AtomicReference<Throwable> lastFault;
    private final Object completing = new Object();
    private volatile Optional<Runnable> firstChild = Optional.empty();
    private volatile boolean enabled;
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile boolean reaperTells;
    private volatile boolean misfits;

    HostEdits(Instrumentation instrumentation, Set<Edit> wanted, AtomicReference<Throwable> lastFault) {
        this.instrumentation = instrumentation;
        this.wanted = wanted;
        this.lastFault = lastFault;
        for (Edit edit : wanted) {
            states.put(edit, State.WAITING);
        }
    }

    /**
     * Waits for the class that starts children. Never throws: what goes wrong costs the edits, not the host its start.
     *
     * @param awakened called once, on the thread that loads it, or at once where it is loaded already; has to
     *     {@link #enableEdits}
     */
    void install(Runnable awakened) {
        firstChild = Optional.of(awakened);
        try {
            instrumentation.addTransformer(this, true);
        } catch (Throwable fault) {
            doNotFit(wanted, fault);
            return;
        }
        if (childrenMayStart()) {
            wakeSupervisor();
            retransformLoaded();
        }
    }

    // By its shape before by its name: the JVM has to make the name of each class that is asked for it.
    private boolean childrenMayStart() {
        try {
            for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
                if (loaded.getModifiers() == PUBLIC_FINAL
                        && loaded.getSuperclass() == Object.class
                        && loaded.getName().equals(Edit.SPAWN.className())) {
                    return true;
                }
            }
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
        return false;
    }

    // A wall: on a host thread, in the midst of loading a class.
    private void wakeSupervisor() {
        try {
            // Not by a method reference, which would be the first of this JVM.
            Optional<Runnable> waiting = firstChild;
            if (waiting.isPresent()) {
                waiting.get().run();
            }
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
    }

    /** The bridge is there: classes that are loaded from now on are edited, unless this has been closed. */
    void enableEdits() {
        enabled = true;
    }

    /**
     * Edits nothing from now on and wakes nobody; what is edited stays so. Waits for nothing and never throws, in whatever
     * state this is. For any thread.
     */
    void close() {
        closed = true;
        complete = true;
        firstChild = Optional.empty();
        try {
            instrumentation.removeTransformer(this);
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
    }

    /**
     * Sees to it that every edit is in place, or known not to fit: loads what is not loaded, and retransforms what was
     * loaded before the bridge was there. Called before each start of a child; only the first waits. Never throws, and is
     * done once, whatever becomes of it: it stops the JVM for a moment.
     */
    void retransformLoaded() {
        if (!complete) {
            synchronized (completing) {
                retransformWaiting();
            }
        }
    }

    private void retransformWaiting() {
        if (complete) {
            return;
        }
        try {
            for (Edit edit : in(State.WAITING)) {
                retransform(edit);
            }
            reaperTells = in(State.IN_PLACE).contains(Edit.ZOMBIE);
        } catch (Throwable fault) {
            lastFault.set(fault);
        } finally {
            complete = true;
        }
    }

    /** True if the reapers say when they begin to wait. False where that is not known yet. */
    boolean reaperTells() {
        return reaperTells;
    }

    // A wall: another agent's transformer is enough for an Error here, on a host thread or in premain.
    private void retransform(Edit edit) {
        try {
            Class<?> owner = Class.forName(edit.className(), false, null);
            if (!closed && in(State.WAITING).contains(edit)) {
                instrumentation.retransformClasses(owner);
            }
        } catch (Throwable fault) {
            // Its class is as it was: so are the other edits of it, whatever the transformer could write.
            doNotFit(editsOf(edit.owner), fault);
        }
    }

    private Set<Edit> editsOf(String owner) {
        Set<Edit> found = EnumSet.noneOf(Edit.class);
        for (Edit edit : wanted) {
            if (edit.owner.equals(owner)) {
                found.add(edit);
            }
        }
        return found;
    }

    private void doNotFit(Set<Edit> edits, Throwable fault) {
        lastFault.set(fault);
        for (Edit edit : edits) {
            remember(edit, State.DOES_NOT_FIT);
        }
    }

    /** True once any edit turned out not to fit. */
    boolean hasMisfits() {
        return misfits;
    }

    /** The edits in that state. */
    /** True if it is in place, or will be when its class is loaded. */
    synchronized boolean works(Edit edit) {
        State state = wanted.contains(edit) ? states.get(edit) : State.DOES_NOT_FIT;
        return state == State.IN_PLACE || state == State.WAITING;
    }

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
        if (!enabled && className.equals(Edit.SPAWN.owner)) {
            wakeSupervisor();
        }
        return enabled && !closed ? edited(className, original) : null;
    }

    private byte @Nullable [] edited(String className, byte[] original) {
        byte[] current = original;
        for (Edit edit : wanted) {
            if (edit.owner.equals(className)) {
                current = apply(edit, current);
            }
        }
        return current == original ? null : current;
    }

    // A wall: on a host thread, and the JVM would swallow what escapes and say nothing.
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
        misfits |= state == State.DOES_NOT_FIT;
    }
}
