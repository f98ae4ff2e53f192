package io.forkwatch.probe.intercept;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JVM in which some classes are loaded; keeps what is asked of it, and fails where it is told to. */
final class StubInstrumentation implements InvocationHandler {
    private final Class<?>[] loaded;
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Throwable> faults = new HashMap<>();
    private final Map<String, Runnable> before = new HashMap<>();

    StubInstrumentation(Class<?>... loaded) {
        this.loaded = loaded;
    }

    Instrumentation instrumentation() {
        Class<?>[] types = {Instrumentation.class};
        return (Instrumentation) Proxy.newProxyInstance(StubInstrumentation.class.getClassLoader(), types, this);
    }

    List<String> calls() {
        return calls;
    }

    /** That call, as {@link #calls} has it or by its bare name, fails from now on, each time. */
    void failOn(String call, Throwable fault) {
        faults.put(call, fault);
    }

    /** What such a call does first, as a JVM calls its transformers. */
    void before(String call, Runnable first) {
        before.put(call, first);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String call = method.getName();
        Object[] given = arguments == null ? new Object[0] : arguments;
        for (Object argument : given) {
            if (argument instanceof Class<?>[] classes) {
                call = method.getName() + ' ' + classes[0].getName();
                calls.add(call);
            } else if (argument instanceof ClassFileTransformer) {
                calls.add(method.getName());
            }
        }
        before.getOrDefault(call, () -> {}).run();
        if (faults.containsKey(call)) {
            throw faults.get(call);
        }
        return method.getName().equals("getAllLoadedClasses") ? loaded : false;
    }
}
