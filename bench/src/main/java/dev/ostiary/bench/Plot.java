package dev.ostiary.bench;

import java.util.List;
import java.util.Locale;

/** A chart as <a href="https://www.w3.org/TR/SVG2/">SVG</a>: groups of bars on a logarithmic scale, as the subjects lie far apart. */
final class Plot {
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int HEIGHT = 220;
    private static final int BAR = 22;
    private static final int GAP = 30;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#3fa34d", "#8e6bbf", "#d9822b");

    private final StringBuilder svg = new StringBuilder();
    private final double low;
    private final double high;

    private Plot(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /**
     * Bars of one subject.
     *
     * @param values one for each group; 0 where there is none
     */
    record Series(String name, List<Double> values) {}

    /** @param groups what is written below each group of bars */
    static String of(String title, List<String> groups, List<Series> all) {
        List<Double> values = all.stream()
                .flatMap(series -> series.values().stream())
                .filter(value -> value > 0)
                .toList();
        double least = values.stream().min(Double::compare).orElse(1.0);
        double most = values.stream().max(Double::compare).orElse(1.0);
        Plot plot = new Plot(Math.floor(Math.log10(least)), Math.ceil(Math.log10(most) + 1e-9));
        return plot.draw(title, groups, all);
    }

    private String draw(String title, List<String> groups, List<Series> all) {
        int group = all.size() * BAR + GAP;
        int width = LEFT + Math.max(groups.size() * group, 420) + 20;
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                width, TOP + HEIGHT + 50 + 18 * all.size());
        append("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
        append("<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>%n", LEFT, title);
        for (double power = low; power <= high; power++) {
            double y = y(Math.pow(10, power));
            append("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", LEFT, width - 20, y, y);
            append(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 8, y + 4, number(Math.pow(10, power)));
        }
        for (int g = 0; g < groups.size(); g++) {
            int left = LEFT + GAP / 2 + g * group;
            for (int s = 0; s < all.size(); s++) {
                bar(left + s * BAR, all.get(s).values().get(g), colour(s));
            }
            append(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    left + all.size() * BAR / 2, TOP + HEIGHT + 18, groups.get(g));
        }
        for (int s = 0; s < all.size(); s++) {
            int y = TOP + HEIGHT + 44 + 18 * s;
            append("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n", LEFT, y - 11, colour(s));
            append(
                    "<text x=\"%d\" y=\"%d\">%s</text>%n",
                    LEFT + 18, y, all.get(s).name());
        }
        return svg.append("</svg>\n").toString();
    }

    private void bar(int x, double value, String colour) {
        if (value > 0) {
            double y = y(value);
            append(
                    "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>%n",
                    x, y, BAR - 3, TOP + HEIGHT - y, colour);
            append(
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"8\" text-anchor=\"middle\">%s</text>%n",
                    x + (BAR - 3) / 2.0, y - 3, number(value));
        }
    }

    private double y(double value) {
        return TOP + HEIGHT * (1 - (Math.log10(value) - low) / Math.max(1, high - low));
    }

    private static String number(double value) {
        return value >= 10 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2g", value);
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private void append(String text, Object... values) {
        svg.append(String.format(Locale.ROOT, text, values));
    }
}
