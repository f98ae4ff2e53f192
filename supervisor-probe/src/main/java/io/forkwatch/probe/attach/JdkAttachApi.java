package io.forkwatch.probe.attach;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Properties;

/**
 * The JDK's own attach API, module jdk.attach, by reflection: the loader of Forkwatch does not see it, and a Java without
 * it is told so in one line. It is part of every JDK, so unlike a library it adds nothing to the jar.
 */
final class JdkAttachApi implements AttachApi {
    private static final String API = "com.sun.tools.attach.VirtualMachine";

    @Override
    public AttachedVm open(long pid) throws AttachFailure {
        Class<?> api = api();
        Object jvm = call(method(api, "attach", String.class), "", Long.toString(pid));
        return new Attached(api, jvm);
    }

    private static Class<?> api() throws AttachFailure {
        try {
            return Class.forName(API, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException notInThisJava) {
            throw new AttachFailure("the Java that runs this command (" + System.getProperty("java.home")
                    + ") has no module jdk.attach: use that of a JDK");
        }
    }

    private static Method method(Class<?> api, String name, Class<?>... parameters) throws AttachFailure {
        try {
            return api.getMethod(name, parameters);
        } catch (NoSuchMethodException otherApi) {
            throw new AttachFailure("the Java that runs this command has another attach API: " + otherApi.getMessage());
        }
    }

    /** A static method does not care for its {@code target}. */
    private static Object call(Method method, Object target, Object... arguments) throws AttachFailure {
        try {
            // Nothing, where the method is void.
            return Objects.requireNonNullElse(method.invoke(target, arguments), "");
        } catch (InvocationTargetException failed) {
            throw new AttachFailure(reason(Objects.requireNonNullElse(failed.getCause(), failed)));
        } catch (IllegalAccessException otherApi) {
            throw new AttachFailure("the attach API of this Java cannot be called: " + otherApi.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        int end = message.indexOf('\n');
        String line = (end < 0 ? message : message.substring(0, end)).strip();
        return line.isEmpty() ? failure.getClass().getSimpleName() : line;
    }

    /** A {@code VirtualMachine}. */
    private record Attached(Class<?> api, Object jvm) implements AttachedVm {
        @Override
        public Properties systemProperties() throws AttachFailure {
            return (Properties) call(method(api, "getSystemProperties"), jvm);
        }

        @Override
        public void load(String jar, String options) throws AttachFailure {
            call(method(api, "loadAgent", String.class, String.class), jvm, jar, options);
        }

        @Override
        public void close() throws AttachFailure {
            call(method(api, "detach"), jvm);
        }
    }
}
