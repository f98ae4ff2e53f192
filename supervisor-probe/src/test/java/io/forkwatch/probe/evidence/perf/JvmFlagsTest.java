package io.forkwatch.probe.evidence.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmFlagsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        ''                                                                   | false | false | -
        -XX:+ExitOnOutOfMemoryError                                          | true  | false | -
        -XX:+ExitOnOutOfMemoryError -XX:-ExitOnOutOfMemoryError              | false | false | -
        -XX:-ExitOnOutOfMemoryError -Da=b -XX:+ExitOnOutOfMemoryError        | true  | false | -
        -Dhint=-XX:+ExitOnOutOfMemoryError                                   | false | false | -
        -Xmx1g                                                               | false | true  | -
        -XX:MaxRAMPercentage=50                                              | false | true  | -
        -XX:MaxHeapSize=1g                                                   | false | true  | -
        -Xms1g                                                               | false | false | -
        -XX:ErrorFile=a -XX:ErrorFile=/tmp/b%p.log -Xmx1g                    | false | true  | /tmp/b%p.log
        -XX:ErrorFile=                                                       | false | false | -
        """)
    void theLastOneCounts(String vmArgs, boolean exit, boolean heap, String errorFile) {
        assertThat(JvmFlags.parse(vmArgs)).isEqualTo(new JvmFlags(exit, heap, Optional.ofNullable(errorFile)));
    }
}
