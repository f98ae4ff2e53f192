package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/<pid>/task/<tid>/syscall}, proc_pid_syscall(5): the call that a thread is in, with its arguments. After SIGSTOP and
 * SIGCONT sleeps, polls and timed futexes are {@code restart_syscall}, with arguments that mean nothing.
 *
 * <pre>
 * 1 0x1 0x7f2ac0 0x10000 0x0 0x0 0x0 0x7ffd51 0x7f6f6b
 * -1 0x7ffd51 0x7f6f6b
 * running
 * </pre>
 *
 * @param name as in syscalls(2); empty if it is in none
 * @param kind what it waits for
 * @param arguments six, or none where it is in no call
 */
public record TaskCall(String name, CallKind kind, List<Long> arguments) {
    private static final String FILE = "syscall";
    private static final int ARGUMENTS = 6;
    private static final int HEX = 2;

    public TaskCall {
        arguments = List.copyOf(arguments);
    }

    /** One with these arguments; what is missing is 0. */
    public static TaskCall of(String name, CallKind kind, long... given) {
        List<Long> arguments = new ArrayList<>();
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments.add(i < given.length ? given[i] : 0);
        }
        return new TaskCall(name, kind, arguments);
    }

    /**
     * Parses the file's text.
     *
     * @throws MalformedProcTextException if it is not that
     */
    public static TaskCall parse(ByteSpan text, SystemCalls calls) throws MalformedProcTextException {
        if (text.startsWith("running", 0)) {
            return new TaskCall("", CallKind.RUNNING, List.of());
        }
        int end = text.endOfWord(0);
        long number = Numbers.decimal(FILE, text.array(), 0, end);
        if (number < 0) {
            return new TaskCall("", CallKind.NONE, List.of());
        }
        List<Long> arguments = new ArrayList<>(ARGUMENTS);
        for (int i = 0; i < ARGUMENTS; i++) {
            int from = text.skipBlanks(end);
            end = text.endOfWord(from);
            if (!text.startsWith("0x", from)) {
                throw new MalformedProcTextException(FILE, "no argument " + (i + 1));
            }
            arguments.add(Numbers.mask(FILE, text.array(), from + HEX, end));
        }
        SystemCalls.Named named = calls.named(number);
        return new TaskCall(named.name(), named.kind(), arguments);
    }

    /** An argument, from 0 on; 0 where it is in no call. */
    public long argument(int index) {
        return index < arguments.size() ? arguments.get(index) : 0;
    }

    /** The same as the kernel takes an int: -1 is 0xffffffff in a register. */
    public int intArgument(int index) {
        return (int) argument(index);
    }
}
