package io.forkwatch.e2e.fault;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.forkwatch.e2e.harness.Jdk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The fault table. Each row is something wrong with a host or around it; the same host is run with and without Forkwatch,
 * on every JDK found, and its exit code, its stdout with the ends of its children, and its stderr must be the same.
 * Forkwatch's own lines must be those of the row, and no others.
 *
 * <p>Faults that need more than a host which runs to its end have tests of their own: {@code StderrIT}, {@code
 * OddFilesIT}, {@code JarChangesIT}, {@code FullHeapIT}, {@code FewDescriptorsIT}, {@code ForeignProcIT}, {@code
 * InterruptIT}, {@code HookFaultIT}, {@code GiantCommandsIT}, {@code PortIT}, {@code JlinkIT}, {@code ExecJavaIT}, {@code
 * UnusualHomesIT}, {@code OptionsIT}.
 */
final class FaultTableIT {
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicContainer> rows() {
        List<Fault> table = new ArrayList<>();
        table.addAll(JvmRows.rows());
        table.addAll(HostRows.rows());
        table.addAll(FileRows.rows());
        table.addAll(MachineRows.rows());
        String only = System.getProperty("e2e.fault", "");
        table.removeIf(fault -> !fault.name().contains(only));
        return Jdk.found().stream().map(jdk -> of(jdk, table));
    }

    private static DynamicContainer of(Jdk jdk, List<Fault> table) {
        return dynamicContainer(
                jdk.toString(),
                table.stream()
                        .filter(fault -> fault.runtimes().test(jdk))
                        .map(fault -> dynamicTest(fault.name(), () -> new Trial(fault, jdk).run())));
    }
}
