package io.forkwatch.bench.launch;

/** The smallest application: says hello, and stays for as many milliseconds as its argument says. */
final class Hello {
    private Hello() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("hello");
        if (arguments.length > 0) {
            Thread.sleep(Long.parseLong(arguments[0]));
        }
    }
}
