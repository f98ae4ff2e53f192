package io.forkwatch.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/** Median and the middle four fifths of some figures. */
public record Spread(double p10, double median, double p90) {
    public static Spread of(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Spread(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
    }

    /** Of what the rounds say when each round's figure is compared with the same round's other figure. */
    public static Spread ofPairs(double[] figures, double[] others, DoubleBinaryOperator comparison) {
        double[] compared = new double[figures.length];
        for (int i = 0; i < compared.length; i++) {
            compared[i] = comparison.applyAsDouble(figures[i], others[i]);
        }
        return of(compared);
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** For example {@code 1.023 (0.981..1.107)}. */
    public String toText(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + ".." + number + ")", median, p10, p90);
    }
}
