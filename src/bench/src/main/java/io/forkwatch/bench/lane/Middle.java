package io.forkwatch.bench.lane;

import io.forkwatch.bench.Spread;
import java.util.Arrays;
import java.util.Locale;

/** A median and the interval that holds the true one with 95 %: what so many figures can tell, and what they cannot. */
public record Middle(double low, double median, double high) {
    /** The figures are independent; nothing is assumed of how they are distributed. */
    public static Middle of(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        // The rank of the true median among them is binomial: half of them below it, give or take.
        int reach = (int) Math.ceil(0.98 * Math.sqrt(count));
        return new Middle(
                sorted[Math.max(0, count / 2 - reach)],
                Spread.of(sorted).median(),
                sorted[Math.min(count - 1, (count - 1) / 2 + reach)]);
    }

    /** For example {@code 0.12 [0.05..0.20]}. */
    public String toText(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " [" + number + ".." + number + "]", median, low, high);
    }
}
