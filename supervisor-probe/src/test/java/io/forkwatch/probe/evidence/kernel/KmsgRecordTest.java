package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsgRecordTest {
    @Test
    void aRecordHasANumberATimeAndALine() {
        KmsgRecord record = KmsgRecord.parse("6,339,5140900,-,caller=T1;NET: Registered; PF_VSOCK\n SUBSYSTEM=net\n")
                .orElseThrow();
        assertThat(record).isEqualTo(new KmsgRecord(0, 339, 5_140_900, "NET: Registered; PF_VSOCK"));
    }

    @Test
    void aLineOfAProcessHasAnotherFacility() {
        assertThat(KmsgRecord.parse("12,1,2,-;hello").orElseThrow().facility()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no record", "6,1;text", "6,x,2,-;text", "-6,1,2,-;text", "6,1,,-;text", "99999999999,1,2;x"
            })
    void anythingElseIsNoRecord(String text) {
        assertThat(KmsgRecord.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6,339,5140900,-;NET: Registered 1,2,3 | 5140900",
                "6,339,0;x | 0",
                "6,1;a,5 | -1",
                "6,1,;x | -1",
                "6,1,-5;x | -1",
                "6,1,1234567890123456789;x | -1",
                "no record | -1",
                "6,1,2 | 2",
            })
    void itsTimeIsReadWithoutParsingIt(String record, long usec) {
        byte[] bytes = (record + "9").getBytes(StandardCharsets.US_ASCII);
        assertThat(KmsgRecord.usec(bytes, record.length())).isEqualTo(usec);
    }
}
