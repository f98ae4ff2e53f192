package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Browser;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, in a real browser. Skipped where there is none. */
final class DashboardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOSTILE =
            "<img src=x onerror=document.title=1></script><script>document.title=2</script>";

    /** Of the rows that are shown. */
    private static final String ROWS = "[...document.querySelectorAll('#rows tbody')].filter(row => !row.hidden)";

    private static final String NAMES = "return " + ROWS + ".map(row => row.querySelector('b').textContent)";
    private static final String FIRST_BUTTON = ROWS + "[0].querySelector('button')";

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static Supervisor supervisor;

    @BeforeAll
    static void open(@TempDir Path sockets) {
        Browser.assumeThereIsOne();
        supervisor = jvm().watched("port=0,interval=200ms,debug=true").start(Shipped.newDirectory("dashboard"));
        supervisor.awaitStdout("ready");
        start("exec sleep 600");
        start("exec sleep 601");
        start("x='" + HOSTILE + "'; while :; do sleep 0.1; done");
        start("exec " + String.join(" ", jvm().withJvmOptions("-Xmx16m").command()));
        browser = Browser.open(Shipped.newDirectory("browser"), sockets);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (supervisor != null) {
            supervisor.close();
        }
    }

    @BeforeEach
    void look() {
        browser.size(1280, 1000);
        browser.prefer("light");
        browser.look(supervisor.metricsUrl().resolve("/"));
        await("rows").atMost(PATIENCE).until(() -> names().size() >= 3);
    }

    /** Whatever was done: a violation of the policy is an error there. */
    @AfterEach
    void theConsoleIsEmpty() {
        assertThat(browser.console()).isEmpty();
    }

    private static Launch jvm() {
        return Program.of(Jdk.found().get(0), Obeys.class);
    }

    private static void start(String script) {
        supervisor.writeLine("start " + script);
    }

    @SuppressWarnings("unchecked")
    private static List<String> names() {
        return (List<String>) browser.run(NAMES);
    }

    private static String text(String expression) {
        return String.valueOf(browser.run("return " + expression));
    }

    private static String bodyOf(String selector) {
        return text("document.querySelector('" + selector + "').textContent");
    }

    @Test
    void childrenAreRowsAndTheSupervisorIsTheHead() {
        assertThat(names()).anyMatch(name -> name.matches("sleep\\[\\d]"));
        assertThat(bodyOf("#main-class")).isEqualTo("Obeys");
        assertThat(bodyOf("#facts")).contains("pid ", "up ", "Java ");
        assertThat(Integer.parseInt(bodyOf("#count"))).isGreaterThanOrEqualTo(3);
        assertThat(bodyOf("#limit")).contains("iB of ");
        assertThat(bodyOf("#live")).isEqualTo("live");
    }

    @Test
    void aSparklineMoves() {
        String points = ROWS + "[0].querySelector('polyline').getAttribute('points')";
        await("a line").atMost(PATIENCE).until(() -> text(points).contains(" "));
        String first = text(points);
        await("another line").atMost(PATIENCE).until(() -> !text(points).equals(first));
    }

    /** A row that is kept is the same element: what a reader has selected, or focused, stays. */
    @Test
    void aRowIsNeverMadeAnew() {
        browser.run(FIRST_BUTTON + ".focus(); window.kept = document.activeElement");
        String tick = text("document.documentElement.dataset.beats");
        await("two beats")
                .atMost(PATIENCE)
                .until(() ->
                        Integer.parseInt(text("document.documentElement.dataset.beats")) >= Integer.parseInt(tick) + 2);
        assertThat(text("window.kept === document.activeElement && window.kept.isConnected"))
                .isEqualTo("true");
    }

    @Test
    void aDeathIsToldWithItsWholeSummary() {
        start("sleep 1; kill -9 $$");
        String last = "document.querySelector('#exits details')";
        await("the end").atMost(PATIENCE).until(() -> text(last + " !== null").equals("true"));
        assertThat(text(last + ".querySelector('.reason').textContent")).isIn("signal", "killed externally");
        browser.run(last + ".querySelector('summary').click()");
        await("the summary")
                .atMost(PATIENCE)
                .until(() -> text(last + ".querySelector('pre') !== null").equals("true"));
        String summary = text(last + ".querySelector('pre').textContent");
        assertThat(summary).startsWith("[forkwatch] child died: ").contains("SIGKILL", "command");
        assertThat(supervisor.stderr()).contains(summary.lines().findFirst().orElseThrow());
        await("the count").atMost(PATIENCE).until(() -> bodyOf("#deaths").matches("[1-9]\\d*"));
    }

    @Test
    void hostileTextIsText() {
        String commands = "[...document.querySelectorAll('.command')].map(cell => cell.textContent).join()";
        assertThat(text(commands)).contains(HOSTILE);
        assertThat(text("document.querySelectorAll('#rows img, #rows script').length"))
                .isEqualTo("0");
        assertThat(text("document.title")).endsWith("Forkwatch");
    }

    @Test
    void aRowOpensToItsProcessesAndAChart() {
        browser.run("document.querySelector('#filter').value = 'img'");
        browser.run("document.querySelector('#filter').dispatchEvent(new Event('input'))");
        await("one row").atMost(PATIENCE).until(() -> names().size() == 1);
        browser.run(FIRST_BUTTON + ".click()");
        await("its tree")
                .atMost(PATIENCE)
                .until(() ->
                        text("document.querySelectorAll('.tree tr').length").matches("[1-9]\\d*"));
        assertThat(text("document.querySelector('.tree').textContent")).contains("sh");
        await("its chart")
                .atMost(PATIENCE)
                .until(() -> text("document.querySelectorAll('.chart canvas').length")
                        .equals("1"));
        assertThat(text(FIRST_BUTTON + ".getAttribute('aria-expanded')")).isEqualTo("true");
    }

    @Test
    void handsNeedNoMouse() {
        browser.type("/");
        browser.type("sleep[");
        await("the filter").atMost(PATIENCE).until(() -> names().stream().allMatch(name -> name.startsWith("sleep")));
        browser.pressEscape();
        await("no filter").atMost(PATIENCE).until(() -> names().size() >= 3);
        browser.type("j");
        browser.pressEnter();
        assertThat(text(FIRST_BUTTON + ".getAttribute('aria-expanded')")).isEqualTo("true");
        browser.pressEscape();
        assertThat(text(FIRST_BUTTON + ".getAttribute('aria-expanded')")).isEqualTo("false");
    }

    @Test
    void sortingIsSaidToThoseWhoCannotSee() {
        browser.run("document.querySelector('[data-sort=age] button').click()");
        assertThat(text("document.querySelector('[data-sort=age]').getAttribute('aria-sort')"))
                .isEqualTo("descending");
        assertThat(text("document.querySelectorAll('[aria-sort]').length")).isEqualTo("1");
    }

    @Test
    void darkIsDarkAndASwitchChangesIt() {
        String paper = "getComputedStyle(document.documentElement).backgroundColor";
        String light = text(paper);
        browser.prefer("dark");
        assertThat(text(paper)).isNotEqualTo(light);
        browser.run("document.querySelector('#theme').click()");
        assertThat(text(paper)).isEqualTo(light);
        browser.run("localStorage.clear()");
    }

    @Test
    void aNarrowScreenNeedsNoSidewaysScrolling() {
        browser.size(400, 800);
        await("its width").atMost(PATIENCE).until(() -> text("innerWidth").equals("400"));
        assertThat(Integer.parseInt(text("document.documentElement.scrollWidth")))
                .isLessThanOrEqualTo(400);
    }

    private static void openOnly(String filter) {
        browser.run("document.querySelector('#filter').value = '" + filter + "'");
        browser.run("document.querySelector('#filter').dispatchEvent(new Event('input'))");
        await("one row").atMost(PATIENCE).until(() -> names().size() == 1);
        browser.run(FIRST_BUTTON + ".click()");
        await("its tree")
                .atMost(PATIENCE)
                .until(() ->
                        text("document.querySelectorAll('.tree tr').length").matches("[1-9]\\d*"));
    }

    @Test
    void aJvmCanBeLookedInto() {
        openOnly("obeys");
        String links = "[...document.querySelectorAll('.inside a')].map(link => link.getAttribute('href')).join(' ')";
        await("its links").atMost(PATIENCE).until(() -> !text(links).isEmpty());
        assertThat(text(links))
                .matches("/debug/children/obeys/0/threads\\?pid=\\d+ /debug/children/obeys/0/heap-histogram\\?pid=\\d+"
                        + " /debug/children/obeys/0/jfr\\?pid=\\d+&seconds=30");
        assertThat(text("document.querySelector('#debug').hidden")).isEqualTo("false");
        browser.run("fetch(document.querySelector('.inside a').href).then(answer => answer.text())"
                + ".then(dump => { window.dump = dump; })");
        await("a dump").atMost(PATIENCE).until(() -> text("window.dump").contains("Full thread dump"));
    }

    @Test
    void whatIsNoJvmHasNoSuchLinks() {
        openOnly("sleep[0]");
        assertThat(text("document.querySelector('.inside').textContent")).isEmpty();
    }

    @Test
    void aChildThatIsStoppedHasAFlag() {
        start("kill -STOP $$; exec sleep 602");
        String flags = "[...document.querySelectorAll('.flag')].map(flag => flag.textContent).join()";
        await("its flag").atMost(PATIENCE).until(() -> text(flags).contains("stopped"));
    }
}
