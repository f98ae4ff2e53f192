package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an old JVM meets must be readable for it. */
class ClassFilesTest {
    private static final int JAVA_8 = 52;

    static List<Path> classFiles() throws IOException, URISyntaxException {
        Path classes = Path.of(AgentEntry.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(5);
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("classFiles")
    void areOfJava8(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(6);
            assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
        }
    }

    @ParameterizedTest
    @MethodSource("classFiles")
    void nameNoClassButOwnOnesAndTheJdks(Path file) throws IOException {
        assertThat(classesNamedIn(file))
                .allMatch(name -> name.startsWith("java/")
                        || name.startsWith("io/forkwatch/agent/entry/")
                        || name.startsWith("io/forkwatch/agent/child/"));
    }

    /** The classes in the constant pool, JVMS 4.4, without arrays. */
    private static List<String> classesNamedIn(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            List<Integer> classes = new ArrayList<>();
            for (int index = 1; index < count; index++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts[index] = in.readUTF();
                    case 7 -> classes.add(in.readUnsignedShort());
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        index++;
                    }
                    case 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    default -> throw new IOException("constant pool tag " + tag);
                }
            }
            return classes.stream()
                    .map(index -> texts[index])
                    .filter(name -> !name.startsWith("["))
                    .toList();
        }
    }
}
