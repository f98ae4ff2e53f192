package io.forkwatch.bench.launch;

/** The smallest application: says when its main begins, stays for so many milliseconds, and says when it ends. */
final class Hello {
    private Hello() {}

    public static void main(String[] arguments) throws InterruptedException {
        long begin = System.nanoTime();
        System.out.println("main " + begin);
        if (arguments.length > 0) {
            Thread.sleep(Long.parseLong(arguments[0]));
        }
        System.out.println("end " + System.nanoTime());
    }
}
