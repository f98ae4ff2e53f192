package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.forkwatch.probe.process.death.OomKill;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OomLinesTest {
    private static List<OomKill> kills(List<String> texts) {
        OomLines lines = new OomLines();
        List<OomKill> kills = new ArrayList<>();
        texts.forEach(text -> lines.take(text, 7, false).ifPresent(kills::add));
        return kills;
    }

    private static List<OomKill> killsOf(String file) {
        return kills(Records.of(file).stream()
                .map(record -> KmsgRecord.parse(record).orElseThrow().text())
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "6.1-oom-single, victim, true, /app, /app",
        "6.1-oom-jvm, java, true, /app, /app",
        "6.12-oom-parent-limit, victim, true, /app, /app/job",
        "6.12-oom-machine, victim, false, '', /app",
    })
    void aRealKillNamesItsVictimAndWhoseLimitItWas(
            String file, String comm, boolean ofGroup, String limitGroup, String victimGroup) {
        assertThat(killsOf(file)).singleElement().satisfies(kill -> {
            assertThat(kill.comm()).isEqualTo(comm);
            assertThat(kill.ofCgroup()).isEqualTo(ofGroup);
            assertThat(kill.limitCgroup()).isEqualTo(limitGroup);
            assertThat(kill.victimCgroup()).isEqualTo(victimGroup);
            assertThat(kill.nanos()).isEqualTo(7);
        });
    }

    @Test
    void ofAGroupThatIsKilledAsAWholeTheFirstVictimIsToldTwice() {
        assertThat(killsOf("5.10-oom-group")).extracting(OomKill::pid).containsExactly(133L, 131L, 132L, 133L);
        assertThat(killsOf("6.12-oom-group-above"))
                .extracting(OomKill::pid, OomKill::limitCgroup, OomKill::victimCgroup)
                .containsExactly(tuple(194L, "/app", "/app/a"), tuple(194L, "/app", ""), tuple(193L, "/app", ""));
    }

    @Test
    void theLineIsShortenedToWhoAndHowBig() {
        assertThat(killsOf("6.12-oom-parent-limit").get(0).line())
                .isEqualTo("Memory cgroup out of memory: Killed process 188 (victim) ... anon-rss:65152kB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the line before, the line, pid, comm, of a group
                "x | Killed process 12 (java) total-vm:1kB, anon-rss:2kB, file-rss:3kB | 12 | java | false",
                "Memory cgroup out of memory: Kill process 9 (sh) score 987 or sacrifice child"
                        + " | Killed process 12 (java) total-vm:1kB, anon-rss:2kB, file-rss:3kB | 12 | java | true",
                "Out of memory: Kill process 12 (java) score 987 or sacrifice child"
                        + " | Killed process 12 (java), UID 1000, total-vm:1kB, anon-rss:2kB | 12 | java | false",
                "x | Out of memory: Killed process 12 (a) b) c) total-vm:1kB, anon-rss:2kB | 12 | a) b) c | false",
                "x | Memory cgroup out of memory: Killed process 12 ((x)) total-vm:1kB | 12 | (x) | true",
                "x | Memory cgroup out of memory: Killed process 12 () total-vm:1kB | 12 | '' | true",
                "x | Out of memory (oom_kill_allocating_task): Killed process 5 (sh) total-vm:1kB | 5 | sh | false",
            })
    void everyKernelsWordsAreUnderstood(String before, String line, long pid, String comm, boolean ofGroup) {
        assertThat(kills(List.of(before, line))).singleElement().satisfies(kill -> {
            assertThat(kill.pid()).isEqualTo(pid);
            assertThat(kill.comm()).isEqualTo(comm);
            assertThat(kill.ofCgroup()).isEqualTo(ofGroup);
        });
    }

    @Test
    void olderKernelsNameTheGroupsInALineOfTheirOwn() {
        OomKill kill = kills(List.of(
                        "Task in /a/b killed as a result of limit of /a",
                        "Memory cgroup out of memory: Kill process 12 (java) score 987 or sacrifice child",
                        "Killed process 12 (java) total-vm:1kB, anon-rss:2kB, file-rss:3kB"))
                .get(0);
        assertThat(kill.limitCgroup()).isEqualTo("/a");
        assertThat(kill.victimCgroup()).isEqualTo("/a/b");
    }

    @Test
    void aPathMayHoldCommas() {
        OomKill kill = kills(List.of(
                        "oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/a,b,task_memcg=/a,b/c,d,task=x,pid=12,uid=0",
                        "Memory cgroup out of memory: Killed process 12 (x) total-vm:1kB, anon-rss:2kB"))
                .get(0);
        assertThat(kill.limitCgroup()).isEqualTo("/a,b");
        assertThat(kill.victimCgroup()).isEqualTo("/a,b/c,d");
    }

    @Test
    void whatWasSaidOfAnotherKillIsNotBelieved() {
        List<OomKill> kills = kills(List.of(
                "oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/a,task_memcg=/a,task=x,pid=12,uid=0",
                "Memory cgroup out of memory: Killed process 13 (x) total-vm:1kB",
                "Memory cgroup out of memory: Killed process 12 (x) total-vm:1kB"));
        assertThat(kills).extracting(OomKill::limitCgroup).containsOnly("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oom_reaper: reaped process 12 (java), now anon-rss:0kB",
                "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
                "cgroup: fork rejected by pids controller in /app/job",
                "Killed process  (java) total-vm:1kB",
                "Killed process 12 total-vm:1kB",
                "Killed process 0 (x) total-vm:1kB",
                "Killed process 12 (java)",
                "Killed process [12]: Killed process 12 (java) total-vm:1kB",
                "evil: Killed process 12 (java) total-vm:1kB",
                "Killed process 1234567890123456789 (x) total-vm:1kB",
            })
    void whatOnlyLooksLikeAKillIsNone(String line) {
        assertThat(kills(List.of(line))).isEmpty();
    }
}
