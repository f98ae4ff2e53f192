package io.forkwatch.probe.attach;

import io.forkwatch.probe.jdk.ModuleAccess;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;

/**
 * The attach API of the JDK, module jdk.attach, by reflection: a runtime may be without it. What goes wrong is said in our
 * own words, because the JDK's hold what the other JVM has answered.
 *
 * @param machine what can be told from outside
 * @param instrumentation opens the package of {@code HotSpotVirtualMachine}
 */
record HotSpotCommands(AttachPreconditions machine, Instrumentation instrumentation) implements JvmCommands {
    private static final String API = "com.sun.tools.attach.VirtualMachine";
    private static final String HOTSPOT = "sun.tools.attach.HotSpotVirtualMachine";

    @Override
    public CommandedJvm open(long pid) throws AttachFailure {
        machine.checkIsJvm(pid);
        Class<?> type = hotSpot();
        try {
            Object jvm = type.getMethod("attach", String.class).invoke(null, Long.toString(pid));
            return new Connected(type, Objects.requireNonNull(jvm));
        } catch (InvocationTargetException silent) {
            throw new AttachFailure("it does not answer, or does not let anybody attach");
        } catch (ReflectiveOperationException | RuntimeException otherApi) {
            throw otherJdk();
        }
    }

    private Class<?> hotSpot() throws AttachFailure {
        try {
            ClassLoader system = ClassLoader.getSystemClassLoader();
            Class.forName(API, false, system);
            Class<?> type = Class.forName(HOTSPOT, false, system);
            ModuleAccess.open(instrumentation, type);
            return type;
        } catch (ClassNotFoundException | LinkageError notInThisJava) {
            throw new AttachFailure("the Java of this supervisor has no module jdk.attach");
        } catch (RuntimeException closed) {
            throw otherJdk();
        }
    }

    private static AttachFailure otherJdk() {
        return new AttachFailure("the Java of this supervisor has another attach API");
    }

    /** A {@code HotSpotVirtualMachine}. */
    private record Connected(Class<?> type, Object jvm) implements CommandedJvm {
        // "-l" as argument would ask it for locks, for which it has to look through its heap.
        @Override
        public InputStream threads() throws AttachFailure {
            return (InputStream) call("remoteDataDump", Object[].class, new Object[0]);
        }

        @Override
        public InputStream command(String command) throws AttachFailure {
            return (InputStream) call("executeJCmd", String.class, command);
        }

        @Override
        public void close() throws AttachFailure {
            try {
                type.getMethod("detach").invoke(jvm);
            } catch (ReflectiveOperationException otherApi) {
                throw otherJdk();
            }
        }

        private Object call(String name, Class<?> parameter, Object argument) throws AttachFailure {
            try {
                Method method = type.getMethod(name, parameter);
                return Objects.requireNonNull(method.invoke(jvm, argument));
            } catch (InvocationTargetException failed) {
                throw new AttachFailure("it does not answer any more, or not to this");
            } catch (ReflectiveOperationException | RuntimeException otherApi) {
                throw otherJdk();
            }
        }
    }
}
