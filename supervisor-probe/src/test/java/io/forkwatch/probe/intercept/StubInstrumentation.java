package io.forkwatch.probe.intercept;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A JVM in which some classes are loaded; keeps what is asked of it. */
final class StubInstrumentation implements InvocationHandler {
    private final Class<?>[] loaded;
    private final List<String> calls = new ArrayList<>();

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

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        for (Object argument : given) {
            if (argument instanceof Class<?>[] classes) {
                calls.add(method.getName() + ' ' + classes[0].getName());
            } else if (argument instanceof ClassFileTransformer) {
                calls.add(method.getName());
            }
        }
        return method.getName().equals("getAllLoadedClasses") ? loaded : false;
    }
}
