package io.forkwatch.probe.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The beginning of a program of 64 bits, little endian, elf(5). */
final class Elf {
    private static final int HEADER_BYTES = 64;
    private static final int ENTRY_BYTES = 56;

    private Elf() {}

    /**
     * A program.
     *
     * @param machine {@code e_machine}
     * @param interpreter its dynamic loader; empty if it has none
     */
    static byte[] program(int machine, String interpreter) {
        byte[] text = interpreter.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES + text.length + 1);
        file.order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, (byte) 0x7F).put(1, (byte) 'E').put(2, (byte) 'L').put(3, (byte) 'F');
        file.put(4, (byte) 2).put(5, (byte) 1);
        file.putShort(18, (short) machine);
        file.putLong(32, HEADER_BYTES).putShort(54, (short) ENTRY_BYTES).putShort(56, (short) 1);
        file.putInt(HEADER_BYTES, interpreter.isEmpty() ? 1 : 3).putLong(HEADER_BYTES + 8, HEADER_BYTES + ENTRY_BYTES);
        for (int i = 0; i < text.length; i++) {
            file.put(HEADER_BYTES + ENTRY_BYTES + i, text[i]);
        }
        return file.array();
    }
}
