package io.forkwatch.probe.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DumpTextTest {
    private static final String DUMP = """
            2026-11-28 19:00:00
            Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

            "main" #1 prio=5 os_prio=0 cpu=8512.03ms elapsed=12.20s tid=0x00007f nid=0x2 waiting on condition  [0x00007f]
               java.lang.Thread.State: TIMED_WAITING (sleeping)
            \tat java.lang.Thread.sleep(java.base@17.0.15/Native Method)
            \tat com.acme.Main.main(Main.java:7)

            "Reference Handler" #2 daemon prio=10 os_prio=0 cpu=90000.08ms elapsed=12.19s tid=0x00007f nid=0x9 waiting
               java.lang.Thread.State: RUNNABLE
            \tat java.lang.ref.Reference.waitForReferencePendingList(java.base@17.0.15/Native Method)

            "a "quoted" one" #12 prio=5 os_prio=0 cpu=12.50ms elapsed=12.1s tid=0x1 nid=0x11 runnable  [0x00007f]
               java.lang.Thread.State: RUNNABLE
            \tat java.util.HashMap.get(java.base@17.0.15/HashMap.java:1)
            \tat java.lang.StringBuilder.append(java.base@17.0.15/StringBuilder.java:1)
            \tat com.acme.Spin.spin(Spin.java:12)
            \t- locked <0x00000000e0> (a java.lang.Object)
            \tat com.acme.Spin.run(Spin.java:9)

            "io" #13 prio=5 os_prio=0 cpu=400.00ms elapsed=12.1s tid=0x1 nid=0x12 runnable  [0x00007f]
               java.lang.Thread.State: RUNNABLE
            \tat sun.nio.ch.EPoll.wait(java.base@17.0.15/Native Method)
            \tat java.lang.Thread.run(java.base@17.0.15/Thread.java:840)

            "waits" #14 prio=5 os_prio=0 cpu=9.99ms elapsed=12.1s tid=0x1 nid=0x13 waiting for monitor entry  [0x00007f]
               java.lang.Thread.State: BLOCKED (on object monitor)
            \tat com.acme.Wait.run(Wait.java:3)

            "VM Thread" os_prio=0 cpu=99999.00ms elapsed=12.19s tid=0x1 nid=0x8 runnable

            "forkwatch-heartbeat" #15 daemon prio=5 os_prio=0 cpu=99999.00ms elapsed=1.0s tid=0x1 nid=0x14 runnable
               java.lang.Thread.State: RUNNABLE
            \tat io.forkwatch.X.y(X.java:1)

            JNI global refs: 6, weak refs: 0
            """;

    @Test
    void whoRunsComesFirstThenWhoHasUsedMost() {
        assertThat(DumpText.busiest(DUMP))
                .containsExactly(
                        "\"io\" RUNNABLE: sun.nio.ch.EPoll.wait(java.base@17.0.15/Native Method)",
                        "\"a \"quoted\" one\" RUNNABLE: com.acme.Spin.spin(Spin.java:12)",
                        "\"main\" TIMED_WAITING: com.acme.Main.main(Main.java:7)");
        assertThat(DumpText.hasDeadlock(DUMP)).isFalse();
        assertThat(DumpText.hasDeadlock(DUMP + "\nFound one Java-level deadlock:\n=====\n"))
                .isTrue();
    }

    @Test
    void withoutCpuTimesTheOrderIsThatOfTheDump() {
        String old = DUMP.replaceAll(" cpu=[0-9.]+ms elapsed=[0-9.]+s", "");

        assertThat(DumpText.busiest(old)).first().asString().startsWith("\"a \"quoted\" one\"");
        assertThat(DumpText.busiest(old)).hasSize(3);
    }

    @Test
    void aLongNameIsCut() {
        assertThat(DumpText.busiest(DUMP.replace("com.acme.Spin.spin", "x".repeat(70_000))))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(300));
    }

    @Test
    void whatIsNoDumpHasNoThreads() {
        assertThat(DumpText.busiest("")).isEmpty();
        assertThat(DumpText.busiest("\"\n\"\" \n\"x\" cpu=99999999999999999999ms \nat \n"))
                .isEmpty();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder torn = new StringBuilder(DUMP);
            for (int i = 0; i < 40; i++) {
                torn.setCharAt(random.nextInt(torn.length()), (char) random.nextInt(128));
            }
            String text = torn.substring(0, random.nextInt(torn.length()));
            assertThat(DumpText.busiest(text)).hasSizeLessThanOrEqualTo(3);
        }
    }
}
