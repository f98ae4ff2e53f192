package io.forkwatch.probe.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the beginning of a program says, elf(5).
 *
 * @param machine the processor that it is built for, {@code e_machine}
 * @param interpreter its dynamic loader; empty if it has none, or that is not in the part that was read
 */
record ElfHeader(int machine, Optional<String> interpreter) {
    private static final int MAGIC = 0x7F454C46;
    private static final int WIDE = 2;
    private static final int LITTLE = 1;
    private static final int INTERPRETER = 3;
    private static final int SMALLEST = 64;
    private static final int MOST_HEADERS = 64;

    /** The header; empty if the file is no ELF file, or is cut short. */
    static Optional<ElfHeader> of(byte[] head) {
        ByteBuffer file = ByteBuffer.wrap(head);
        if (head.length < SMALLEST || file.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        file.order(file.get(5) == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return Optional.of(new ElfHeader(file.getShort(18), interpreter(file)));
    }

    private static Optional<String> interpreter(ByteBuffer file) {
        boolean wide = file.get(4) == WIDE;
        long at = wide ? file.getLong(32) : file.getInt(28);
        int size = file.getShort(wide ? 54 : 42);
        int count = Math.min(file.getShort(wide ? 56 : 44), MOST_HEADERS);
        for (int i = 0; i < count; i++, at += size) {
            if (at < 0 || size < 32 || at > file.limit() - size) {
                return Optional.empty();
            }
            if (file.getInt((int) at) == INTERPRETER) {
                return text(file, wide ? file.getLong((int) at + 8) : file.getInt((int) at + 4));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(ByteBuffer file, long at) {
        for (long end = at; at > 0 && end < file.limit(); end++) {
            if (file.get((int) end) == 0) {
                byte[] text = new byte[(int) (end - at)];
                file.get((int) at, text);
                return Optional.of(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    /** {@code e_machine} of the programs of a JVM's {@code os.arch}; 0 if that is not known. */
    static int machineOf(String arch) {
        return switch (arch) {
            case "amd64" -> 62;
            case "aarch64" -> 183;
            case "ppc64le", "ppc64" -> 21;
            case "s390x" -> 22;
            case "riscv64" -> 243;
            default -> 0;
        };
    }

    /** The processor, as {@code uname -m} calls it where that is one of the usual ones. */
    String machineName() {
        return switch (machine) {
            case 3 -> "i386";
            case 8 -> "mips";
            case 20 -> "ppc";
            case 21 -> "ppc64";
            case 22 -> "s390x";
            case 40 -> "arm";
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 243 -> "riscv64";
            case 258 -> "loongarch64";
            default -> "ELF machine " + machine;
        };
    }
}
