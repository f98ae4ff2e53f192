package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperNoticeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "make: *** [t.mk:2: k] Killed ! make ! 9 ! true",
                "make: *** [t.mk:2: k] Segmentation fault ! make ! 11 ! true",
                "make: *** [t.mk:2: k] Error 137 ! make ! 9 ! false",
                "xargs: fwdie: terminated by signal 9 ! xargs ! 9 ! true",
                "gcc: fatal error: Killed signal terminated program cc1 ! gcc ! 9 ! true",
                "signal: killed ! go ! 9 ! true",
                "signal: segmentation fault (core dumped) ! go ! 11 ! true",
                "Subprocess killed ! cmake ! 9 ! true",
                "process didn't exit successfully: `x` (signal: 9, SIGKILL: kill) ! cargo ! 9 ! true",
                "subprocess.CalledProcessError: Command 'x' died with <Signals.SIGKILL: 9>. ! python3 ! 9 ! true",
                "Command terminated by signal 9 ! time ! 9 ! true",
                "npm ERR signal SIGKILL ! npm ! 9 ! true",
                "error Command failed with exit code 137. ! yarn ! 9 ! false",
                "xargs: 'sh' terminated by signal 9 ! xargs ! 9 ! true",
                "Caught Killed ! faketime ! 9 ! true",
                "unshare: sigprocmask unblock failed: Invalid argument ! unshare ! 9 ! true",
                "setsid: child 12 did not exit normally: No such file or directory ! setsid ! 0 ! true",
            })
    void tellsWhatEndedTheCommand(String line, String program, int signal, boolean plain) {
        assertThat(WrapperNotice.last(List.of("x", line, "y"))).hasValueSatisfying(notice -> {
            assertThat(notice.program()).contains(program);
            assertThat(notice.signal()).isEqualTo(signal);
            assertThat(notice.plain()).isEqualTo(plain);
            assertThat(notice.fromEnd()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"make: *** [t.mk:2: k] Error 1", "Killed", "handle signal: none", "Subprocess list", ""})
    void otherLinesTellNothing(String line) {
        assertThat(WrapperNotice.last(List.of(line))).isEmpty();
    }

    @Test
    void aLongLineIsCut() {
        String line = "signal: killed " + "x".repeat(1000);
        assertThat(WrapperNotice.last(List.of(line)).orElseThrow().line()).hasSize(200);
    }
}
