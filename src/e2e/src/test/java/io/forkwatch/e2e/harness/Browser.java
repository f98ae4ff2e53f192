package io.forkwatch.e2e.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;

/** Debian's chromium, without a window. Closing it ends it and its driver. */
public final class Browser implements AutoCloseable {
    private static final String DRIVER = "chromedriver";
    private static final String CHROMIUM = "chromium";

    /** sun_path of unix(7), less its NUL, less what chromium puts behind TMPDIR. */
    private static final int LONGEST_TMPDIR = 107 - "/org.chromium.Chromium.XXXXXX/SingletonSocket".length();

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the tests where there is none. */
    public static void assumeThereIsOne() {
        assumeTrue(
                find(DRIVER).isPresent() && find(CHROMIUM).isPresent(),
                "no chromium and chromedriver here (Debian: chromium, chromium-driver)");
    }

    private static Optional<Path> find(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Opens one.
     *
     * @param home where it keeps what it keeps
     * @param sockets where it makes its socket, which it removes at its end; at most {@value #LONGEST_TMPDIR} characters
     */
    public static Browser open(Path home, Path sockets) {
        if (sockets.toString().length() > LONGEST_TMPDIR) {
            throw new IllegalArgumentException(
                    sockets + " is longer than " + LONGEST_TMPDIR + " characters: chromium would exit at once");
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find(DRIVER).orElseThrow().toFile())
                .withEnvironment(Map.of("HOME", home.toString(), "TMPDIR", sockets.toString()))
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find(CHROMIUM).orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + home.resolve("profile"));
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        return new Browser(new ChromeDriver(service, options));
    }

    /** Goes to a page. */
    public void look(URI page) {
        driver.get(page.toString());
    }

    /** The size of what is seen, in CSS pixels. */
    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What its user likes: {@code light} or {@code dark}. */
    public void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Runs a script in the page, as a developer would in its console. */
    public Object run(String script) {
        return Objects.requireNonNullElse(driver.executeScript(script), "null");
    }

    /** Presses keys. */
    public void type(String keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses that key. */
    public void pressEnter() {
        type(Keys.ENTER.toString());
    }

    /** Presses that key. */
    public void pressEscape() {
        type(Keys.ESCAPE.toString());
    }

    /** What the console has got since the last time. */
    public List<String> console() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
