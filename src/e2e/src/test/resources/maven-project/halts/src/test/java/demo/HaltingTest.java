package demo;

import org.junit.jupiter.api.Test;

class HaltingTest {
    @Test
    void endsItsJvmAtOnce() {
        Runtime.getRuntime().halt(7);
    }
}
