package demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KilledTest {
    /** Some other process kills this JVM while the test waits. */
    @Test
    void waitsLonger() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "sleep 2; kill -9 $PPID").start();
        TimeUnit.MINUTES.sleep(1);
    }
}
