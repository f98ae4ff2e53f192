package io.forkwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.options.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's tables are those of the code. To mend one, paste what the failure prints as expected. */
class ReadmeTablesTest {
    @Test
    void optionsAreThoseOfTheEnumeration() throws IOException {
        assertThat(between("<!-- options -->\n", "<!-- /options -->")).isEqualTo(Usage.markdownTable());
    }

    private static String between(String start, String end) throws IOException {
        String readme = readme();
        assertThat(readme).as("README.md").containsOnlyOnce(start).containsOnlyOnce(end);
        int from = readme.indexOf(start) + start.length();
        int to = readme.indexOf(end);
        assertThat(to).as("place of %s in README.md", end).isGreaterThanOrEqualTo(from);
        return readme.substring(from, to);
    }

    private static String readme() throws IOException {
        // Surefire sets basedir to the module; an IDE runs there anyway.
        Path readme = Path.of(System.getProperty("basedir", ""), "..", "README.md");
        assertThat(readme).as("the README at the root of the repository").isRegularFile();
        return Files.readString(readme);
    }
}
