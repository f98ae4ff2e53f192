package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.probe.RealProgram;
import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.process.death.RuntimeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code runtimes.txt} says, held against the runtimes of this machine; those that are not there are skipped. FILE stands
 * for a file with the text in the last column, ^ for a blank; a limit is one of the address space, in KiB.
 */
class RealRuntimesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "Python ! 300000 ! python3 FILE ! a = [b'x' * 1000000]\\nwhile True: a.append(a[0] + b'y')",
                "PHP ! 400000 ! php -d memory_limit=-1 FILE ! <?php while (true) $a[] = str_repeat('x', 1000000);",
                "PHP ! 0 ! php -d memory_limit=32M -d display_errors=stderr FILE ! <?php while (true) $a[] = str_repeat('x', 1000000);",
                "Ruby ! 400000 ! ruby FILE ! a = []; loop { a << 'x' * 1000000 }",
                "Perl ! 200000 ! perl FILE ! push @a, 'x' x 1000000 while 1;",
                "Lua ! 200000 ! lua5.4 FILE ! local a = {} while true do a[#a + 1] = string.rep('x', 1000000) .. #a end",
                "Tcl ! 300000 ! tclsh FILE ! set a {}\\nwhile 1 {lappend a [string repeat x 1000000][llength $a]}",
                "Node.js ! 0 ! node --max-old-space-size=50 FILE ! const a = []; while (true) a.push(new Array(100000).fill(a.length))",
                "OCaml ! 300000 ! ocaml FILE ! let rec f a = f (Bytes.make 1000000 'x' :: a) let () = f []",
                "SBCL ! 0 ! sbcl --dynamic-space-size 256 --script FILE ! (let (a) (loop (push (make-array 1000000) a)))",
                "R ! 700000 ! Rscript FILE ! a <- list(); while (TRUE) a[[length(a) + 1]] <- numeric(1e6)",
                "Erlang ! 4000000 ! erl -noshell -eval F=fun(F,L)->F(F,[lists:seq(1,1000000)|L])end,F(F,[]). ! x",
                "SWI-Prolog ! 0 ! swipl --stack-limit=64m -g numlist(1,100000000,L),length(L,_) -t halt ! x",
                "Guile ! 600000 ! guile --no-auto-compile FILE ! (let loop ((a '())) (loop (cons (make-string 1000000) a)))",
                "bash ! 100000 ! bash FILE ! a=x; while :; do a=$a$a; done",
                "awk ! 200000 ! gawk -f FILE ! BEGIN { a = \"xxxxxxxx\"; while (1) a = a a }",
                "awk ! 200000 ! mawk -f FILE ! BEGIN { a = \"xxxxxxxx\"; while (1) a = a a }",
                "SQLite ! 100000 ! sqlite3 :memory: select^length(hex(zeroblob(400000000))) ! x",
            })
    void runsOutOfMemory(String runtime, long limitKib, String command, String text) throws Exception {
        Diagnosis diagnosis = diagnose(limitKib, command, text);
        assertThat(diagnosis.reason()).as(diagnosis.toString()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(said(diagnosis).runtime()).isEqualTo(runtime);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "Python ! python3 FILE ! raise ValueError('x')",
                "PHP ! php -d display_errors=stderr FILE ! <?php throw new Exception('x');",
                "Ruby ! ruby FILE ! raise 'x'",
                "Perl ! perl FILE ! die;",
                "Lua ! lua5.4 FILE ! error('x')",
                "Node.js ! node FILE ! throw new Error('x')",
                "OCaml ! ocaml FILE ! let () = raise Not_found",
                "R ! Rscript FILE ! stop('x')",
            })
    void givesUp(String runtime, String command, String text) throws Exception {
        Diagnosis diagnosis = diagnose(0, command, text);
        assertThat(diagnosis.reason()).as(diagnosis.toString()).isEqualTo(Reason.ERROR);
        assertThat(said(diagnosis).runtime()).isEqualTo(runtime);
    }

    private static RuntimeFailure said(Diagnosis diagnosis) {
        assertThat(diagnosis.cause()).as(diagnosis.toString()).containsInstanceOf(Cause.RuntimeSaid.class);
        return ((Cause.RuntimeSaid) diagnosis.cause().orElseThrow()).failure();
    }

    private Diagnosis diagnose(long limitKib, String command, String text) throws Exception {
        assumeTrue(RealProgram.isInPath("perl"), "no perl, which tells the raw status of a process");
        Path file = Files.writeString(directory.resolve("program"), text.replace("\\n", "\n") + "\n");
        List<String> words = Arrays.stream(command.split(" ", -1))
                .map(word -> word.replace("^", " ").replace("FILE", file.toString()))
                .toList();
        assumeTrue(RealProgram.isInPath(words.get(0)), () -> "no " + words.get(0) + " on this machine");
        RealProgram ended = RealProgram.run(directory, limitKib, words);
        Deaths death = Deaths.byStatus(ended.status())
                .command(words.toArray(String[]::new))
                .stderr(ended.stderr().toArray(String[]::new));
        return new Diagnoser().diagnose(death.evidence());
    }
}
