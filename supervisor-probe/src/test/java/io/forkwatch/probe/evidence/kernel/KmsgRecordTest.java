package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
