package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.jdk.ModuleAccess;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of the kernel's log. Java cannot open a file without blocking reads, and a thread that is blocked in a read
 * holds up the end of the JVM: so the JDK's own means for sockets is used, from a package that it keeps closed.
 *
 * @param path where it is, {@code /dev/kmsg}, kernel file ABI/testing/dev-kmsg
 * @param instrumentation opens that package
 */
record KernelLogFile(String path, Instrumentation instrumentation) implements KernelLogSource {
    private static final long KERNEL_LOG = 0x10B;

    /** That of this machine. */
    public static KernelLogFile ofMachine(Instrumentation instrumentation) {
        return new KernelLogFile("/dev/kmsg", instrumentation);
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        refuseOtherDevice();
        FileInputStream in = new FileInputStream(path);
        try {
            stopBlocking(in.getFD());
            return in.getChannel();
        } catch (IOException cannot) {
            in.close();
            throw cannot;
        }
    }

    // A container may have anything of that name: a FIFO, whose open(2) waits, or a terminal, whose input is not ours.
    // The log is character device 1, 11 (admin-guide/devices.txt); the RAM disk of that number would not wait.
    private void refuseOtherDevice() throws IOException {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file) && !Files.getAttribute(file, "unix:rdev").equals(KERNEL_LOG)) {
            throw new IOException(path + " is not the kernel's log");
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
