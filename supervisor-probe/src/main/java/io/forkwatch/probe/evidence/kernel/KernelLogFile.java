package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.jdk.ModuleAccess;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.ReadableByteChannel;

/**
 * The file of the kernel's log. Java cannot open a file without blocking reads, and a thread that is blocked in a read
 * holds up the end of the JVM: so the JDK's own means for sockets is used, from a package that it keeps closed.
 *
 * @param path where it is, {@code /dev/kmsg}, kernel file ABI/testing/dev-kmsg
 * @param instrumentation opens that package
 */
record KernelLogFile(String path, Instrumentation instrumentation) implements KernelLogSource {
    /** That of this machine. */
    public static KernelLogFile ofMachine(Instrumentation instrumentation) {
        return new KernelLogFile("/dev/kmsg", instrumentation);
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        FileInputStream in = new FileInputStream(path);
        try {
            stopBlocking(in.getFD());
            return in.getChannel();
        } catch (IOException cannot) {
            in.close();
            throw cannot;
        }
    }

    private void stopBlocking(FileDescriptor descriptor) throws IOException {
        try {
            Class<?> util = Class.forName("sun.nio.ch.IOUtil");
            ModuleAccess.open(instrumentation, util);
            Method configureBlocking = util.getDeclaredMethod("configureBlocking", FileDescriptor.class, boolean.class);
            configureBlocking.setAccessible(true);
            configureBlocking.invoke(null, descriptor, false);
        } catch (InvocationTargetException refused) {
            throw new IOException("reads would block", refused.getCause());
        } catch (ReflectiveOperationException | RuntimeException otherJvm) {
            throw new IOException("reads would block", otherJvm);
        }
    }
}
