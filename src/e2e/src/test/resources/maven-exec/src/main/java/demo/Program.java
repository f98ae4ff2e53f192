package demo;

/** The first child of Maven's JVM is started here, in the thread group that exec:java made for this program. */
public class Program {
    public static void main(String[] args) throws Exception {
        Thread lasting = new Thread(Program::lastUntilInterrupted, "lasting");
        lasting.setDaemon(true);
        lasting.start();
        System.out.println("program: "
                + new ProcessBuilder("sh", "-c", "sleep 1; exit 3").start().waitFor());
    }

    private static void lastUntilInterrupted() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            System.out.println("program: interrupted");
        }
    }
}
