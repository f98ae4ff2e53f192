package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.process.Slot;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines were taken from the programs of Debian 12. */
class RuntimeRulesTest {
    private final Diagnoser diagnoser = new Diagnoser();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a.out    | 256  | Python  | MemoryError
            python3  | 256  | Python  | numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7.28 TiB for an array
            php      | 65280 | PHP    | PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in a.php on line 3
            php      | 256  | PHP     | mmap() failed: [12] Cannot allocate memory
            php      | 256  | PHP     | Out of memory
            perl     | 256  | Perl    | Out of memory!
            ruby     | 256  | Ruby    | grow.rb: failed to allocate memory (NoMemoryError)
            app      | 512  | Go      | fatal error: runtime: out of memory
            app      | 512  | Go      | runtime: out of memory: cannot allocate 4194304-byte block (402128896 in use)
            app      | 6    | Rust    | memory allocation of 1073741824 bytes failed
            app      | 6    | C++     | terminate called after throwing an instance of 'std::bad_alloc'
            lua5.4   | 256  | Lua     | lua5.4: not enough memory
            tclsh    | 6    | Tcl     | unable to realloc 134217728 bytes
            beam.smp | 256  | Erlang  | eheap_alloc: Cannot allocate 1459620480 bytes of memory (of type "heap").
            app      | 512  | OCaml   | Fatal error: exception Out_of_memory
            app      | 6    | OCaml   | Fatal error: out of memory
            app      | 64256 | GHC    | app: Heap exhausted;
            sbcl     | 256  | SBCL    | Heap exhausted, game over.
            Rscript  | 256  | R       | Error: cannot allocate vector of size 512.0 Mb
            octave   | 256  | Octave  | error: out of memory or dimension too large for Octave's index type
            swipl    | 512  | SWI-Prolog | ERROR: -g goal: Stack limit (1.0Gb) exceeded
            guile    | 256  | Guile   | Unwind-only out of memory exception; skipping pre-unwind handler.
            mawk     | 512  | awk     | mawk: run time error: out of memory
            gawk     | 512  | awk     | gawk: cmd. line:1: fatal: node.c:1: cannot allocate 80 bytes of memory: Cannot allocate memory
            bash     | 512  | bash    | bash: xrealloc: cannot allocate 18446744071562067968 bytes
            dash     | 512  | dash    | dash: 1: Out of space
            mono     | 256  | .NET    | System.OutOfMemoryException: Insufficient memory to continue the execution of the program.
            sqlite3  | 1792 | SQLite  | Error: out of memory
            git      | 32768 | git    | fatal: mmap failed, check sys.vm.max_map_count and/or RLIMIT_DATA: Cannot allocate memory
            convert  | 256  | ImageMagick | convert-im6.q16: cache resources exhausted 'red' @ error/cache.c/OpenPixelCache/4095.
            sort     | 512  | the C library | sort: memory exhausted
            """)
    void isOutOfMemoryByItsOwnAccount(String program, int status, String runtime, String line) {
        Diagnosis diagnosis = diagnose(Deaths.byStatus(status)
                .command(program, "x")
                .descendant(7, "x", 1, 1, true)
                .stderr("started", line));
        boolean script = program.equals("bash") || program.equals("dash");
        assertThat(diagnosis.reason().label()).isEqualTo("out_of_memory");
        assertThat(diagnosis.confidence().label()).isEqualTo(script ? "possible" : "likely");
        assertThat(diagnosis.rule()).isEqualTo("runtime_out_of_memory");
        assertThat(diagnosis.cause()).hasValueSatisfying(cause -> {
            assertThat(((Cause.RuntimeSaid) cause).failure().runtime()).isEqualTo(runtime);
            assertThat(((Cause.RuntimeSaid) cause).failure().line()).isEqualTo(line);
        });
        assertThat(diagnosis.evidence()).containsExactly(Clue.STDERR_TAIL, Clue.WAIT_STATUS);
    }

    @Test
    void theWordsOfNodeStandBeforeItsNativeFrames() {
        String words = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
        String[] tail = {
            "<--- Last few GCs --->", "[1:0x5]  100 ms: Mark-sweep", "", words, " 1: 0xb76dc5 node::Abort()"
        };
        expect(Deaths.bySignal(6).command("node", "a.js").stderr(tail), "out_of_memory", "likely");
        expect(Deaths.byExit(134).command("sh", "-c", "cd /x && node a.js").stderr(tail), "out_of_memory", "likely");
        expect(Deaths.byExit(134).command("npm", "start").stderr(tail), "out_of_memory", "likely");
        expect(
                Deaths.byExit(1)
                        .command("node", "a.js")
                        .stderr("  code: 'ERR_WORKER_OUT_OF_MEMORY'", "}", "", "Node.js v20.20.2"),
                "out_of_memory",
                "likely");
    }

    @Test
    void whatBelongsToTheWordsMayFollowThem() {
        expect(
                Deaths.byExit(1)
                        .command("Rscript")
                        .stderr("Error: cannot allocate vector of size 5 Mb", "Execution halted"),
                "out_of_memory",
                "likely");
        expect(
                Deaths.byExit(1).command("lua").stderr("lua: not enough memory", "stack traceback:", "\t[C]: in ?"),
                "out_of_memory",
                "likely");
        expect(
                Deaths.byExit(1)
                        .command("sbcl")
                        .stderr(
                                "Heap exhausted during garbage collection: 0 bytes",
                                "  Gen  Boxed",
                                "fatal error encountered"),
                "out_of_memory",
                "likely");
    }

    @Test
    void isOnlyPossibleIfItWentOnAfterThem() {
        expect(
                Deaths.byExit(1).command("python3").stderr("MemoryError", "config is missing"),
                "out_of_memory",
                "possible");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat old.log >&2; exit 1",
                "python3 a.py || true; false",
                "python3 a.py | tee log",
                "grep x old.log >&2 || exit 1",
                "./run; cat log"
            })
    void isOnlyPossibleWhereAScriptMayHaveItsOwnReason(String script) {
        expect(Deaths.byExit(1).command("sh", "-c", script).stderr("MemoryError"), "out_of_memory", "possible");
    }

    @Test
    void theLastCommandOfAScriptIsTakenAtItsWord() {
        String script = "ulimit -v 200000; exec python3 -c 'x = bytearray(1 << 30)'";
        expect(Deaths.byExit(1).command("sh", "-c", script).stderr("MemoryError"), "out_of_memory", "likely");
        expect(Deaths.byExit(1).command("sh", "run.sh").stderr("MemoryError"), "out_of_memory", "possible");
        expect(Deaths.byExit(1).command("cat", "old.log").stderr("MemoryError"), "out_of_memory", "possible");
    }

    @Test
    void wordsThatDoNotFitTheEndSayNothing() {
        expect(Deaths.byExit(3).command("python3").stderr("MemoryError"), "error", "certain");
        expect(Deaths.bySignal(9).command("python3").stderr("MemoryError"), "signal", "certain");
        expect(Deaths.byExit(0).command("python3").stderr("MemoryError"), "ok", "certain");
        expect(Deaths.byExit(1).command("node").stderr("Error: x"), "error", "certain");
    }

    @Test
    void theHintNamesTheOptionElseTheLimitOfItsAddressSpace() {
        assertThat(hint(Deaths.byExit(255)
                        .command("php")
                        .limits(300 << 20, 1 << 20, 0)
                        .stderr("Fatal error: Allowed memory size of 1 bytes exhausted")))
                .isEqualTo(new Hint.RuntimeMemory(Optional.of("memory_limit"), OptionalLong.of(300 << 20)));
        assertThat(hint(Deaths.byExit(1)
                        .command("python3")
                        .limits(300 << 20, 1 << 20, 0)
                        .stderr("MemoryError")))
                .isEqualTo(new Hint.RuntimeMemory(Optional.empty(), OptionalLong.of(300 << 20)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            512   | runtime_failed  | error  | panic: runtime error: index out of range [3] with length 3
            512   | runtime_failed  | error  | fatal error: all goroutines are asleep - deadlock!
            25856 | runtime_failed  | error  | thread 'main' panicked at src/main.rs:2:5:
            6     | runtime_aborted | signal | thread 'main' panicked at 'x', src/main.rs:2:5
            34304 | runtime_aborted | error  | free(): invalid pointer
            6     | runtime_aborted | signal | double free or corruption (out)
            6     | runtime_aborted | signal | *** stack smashing detected ***: terminated
            6     | runtime_aborted | signal | a.out: a.c:3: main: Assertion `0' failed.
            6     | runtime_aborted | signal | terminate called after throwing an instance of 'std::runtime_error'
            6     | runtime_aborted | signal | x.rb:1: [BUG] Segmentation fault at 0x0000000000000000
            6     | runtime_aborted | signal | Fatal Python error: Segmentation fault
            65280 | runtime_failed  | error  | PHP Fatal error:  Uncaught Exception: x in a.php:1
            512   | runtime_failed  | error  | Fatal error: exception Failure("x")
            256   | runtime_failed  | error  | x.rb:1:in `f': no (RuntimeError)
            3328  | runtime_failed  | error  | Warning: Detected unsettled top-level await at file:///a.mjs:1
            512   | runtime_got_signal | signal | SIGQUIT: quit
            512   | runtime_got_signal | signal | SIGSEGV: segmentation violation
            256   | runtime_got_signal | signal | Received SIGUSR1
            """)
    void gaveUpForAReasonOfItsOwn(int status, String rule, String reason, String line) {
        Diagnosis diagnosis = diagnose(Deaths.byStatus(status).command("app").stderr("started", line));
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence().label()).isEqualTo("likely");
    }

    @Test
    void theWordsOfATraceStandBehindItsFrames() {
        Diagnosis python = diagnose(Deaths.byExit(1)
                .command("python3")
                .stderr(
                        "Traceback (most recent call last):",
                        "  File \"a.py\", line 1, in <module>",
                        "ValueError: no"));
        assertThat(python.cause())
                .hasValueSatisfying(cause ->
                        assertThat(((Cause.RuntimeSaid) cause).failure().line()).isEqualTo("ValueError: no"));
        Diagnosis node = diagnose(Deaths.byExit(1)
                .command("node")
                .stderr(
                        "a.js:1",
                        "throw new Error('no')",
                        "^",
                        "",
                        "Error: no",
                        "    at a.js:1",
                        "",
                        "Node.js v20.20.2"));
        assertThat(node.rule()).isEqualTo("runtime_failed");
        assertThat(node.confidence().label()).isEqualTo("likely");
    }

    @Test
    void aWarningOfPerlIsNoProof() {
        expect(Deaths.byExit(255).command("perl").stderr("no at a.pl line 3."), "error", "possible");
    }

    @Test
    void anAbortOfAnotherProgramThanAJvmHasNoCrashFile() {
        assertThat(hint(Deaths.bySignal(6).command("node", "a.js"))).isEqualTo(Hint.Plain.ABORT_OF_ITS_OWN);
        assertThat(hint(Deaths.bySignal(6))).isEqualTo(Hint.Plain.ABORT);
    }

    @Test
    void aSparkExecutorSaysByItsCodeThatItRanOutOfMemory() {
        Deaths executor = Deaths.byExit(52).name("spark-executor", new Slot(0));
        expect(executor, "jvm_oome", "likely");
        assertThat(diagnose(executor).rule()).isEqualTo("spark_exit_code");
        expect(Deaths.byExit(52), "error", "certain");
        expect(Deaths.byExit(50).name("spark-executor", new Slot(0)), "error", "certain");
    }

    private Hint hint(Deaths deaths) {
        return diagnose(deaths).hint().orElseThrow();
    }

    private void expect(Deaths deaths, String reason, String confidence) {
        Diagnosis diagnosis = diagnose(deaths);
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
    }

    private Diagnosis diagnose(Deaths deaths) {
        return diagnoser.diagnose(deaths.evidence());
    }
}
