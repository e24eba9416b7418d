package dev.ostiary.bench;

import static dev.ostiary.bench.Report.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Tables and charts of what was measured of several subjects. */
final class SideBySidePages {
    static final String CHARTS = "performance";

    /** DESIGN's bars for CPU time, and what ZITADEL was measured to spend on a machine of this kind, with its database. */
    private static final Map<String, String> BARS = Map.of(
            Scenario.GET, "at most 0.15; ZITADEL 10, and 46 after 3 000 changes",
            Scenario.USERINFO, "at most 0.10; ZITADEL 4",
            Scenario.CREDENTIALS, "at most 0.40; ZITADEL 10",
            Scenario.ADD, "at most 1.00; ZITADEL 24, and 46 after 3 000 changes",
            Scenario.UPDATE, "at most 1.00; ZITADEL 24, and 46 after 3 000 changes");

    private final List<Measured> all;

    SideBySidePages(List<Measured> all) {
        this.all = all;
    }

    private List<String> scenarios() {
        return all.stream()
                .flatMap(one -> one.results().keySet().stream())
                .distinct()
                .toList();
    }

    private List<Integer> connections() {
        return all.stream()
                .flatMap(one -> one.results().values().stream())
                .flatMap(List::stream)
                .map(Load.Result::connections)
                .distinct()
                .sorted()
                .toList();
    }

    /** Each of this server's ways to run against the other. */
    String ratios() {
        StringBuilder page = new StringBuilder();
        Optional<Measured> other =
                all.stream().filter(one -> one.subject().startsWith("Keycloak")).findFirst();
        if (other.isEmpty() || all.size() < 2) {
            return "";
        }
        page.append("\n## Against ").append(other.get().subject()).append("""


                Each has half of the processors for its servers and its database, and the driver the other half, with the provider that people sign in through: what
                the driver costs takes nothing away from anybody.

                Throughput: how many times the other's; the bar is 5. p99 and CPU time for each: what part of the other's; the bar for p99 is 0.20.

                | | connections | subject | throughput | p99 | CPU time | round trips | the other's |
                |---|---|---|---|---|---|---|---|
                """);
        for (String scenario : scenarios()) {
            for (int connections : connections()) {
                for (Measured one : all) {
                    if (one != other.get()) {
                        one.at(scenario, connections)
                                .ifPresent(mine -> other.get()
                                        .at(scenario, connections)
                                        .ifPresent(its -> page.append(ratio(scenario, one, mine, its))));
                    }
                }
            }
        }
        return page.toString();
    }

    private static String ratio(String scenario, Measured one, Load.Result mine, Load.Result its) {
        return format(
                "| %s | %d | %s | %.1f | %.2f | %.2f | %.0f | %.0f |%n",
                scenario,
                mine.connections(),
                one.subject(),
                mine.perSecond() / its.perSecond(),
                mine.p99() / its.p99(),
                mine.cpuMillis() / its.cpuMillis(),
                mine.roundTrips(),
                its.roundTrips());
    }

    /** A table for each scenario. */
    String calls() {
        StringBuilder page = new StringBuilder("""

                ## Calls and sign-ins

                HTTP/1.1 in the clear, kept connections; half of the processors, as above. Times in milliseconds; CPU time is for each call or sign-in that succeeded. A sign-in is every request of a browser
                that is new each time, and the application's request for tokens; round trips are those to the server that is measured, not to the provider. Failed is what was
                refused: 503 where more than a limit waits. The JWT profile (RFC 7523) is a machine user's token for an assertion that is new each time; Keycloak's nearest is
                client credentials with such an assertion. Refresh tokens are each used once, as this server demands.
                """);
        for (String scenario : scenarios()) {
            page.append(format("%n### %s%n%n", scenario));
            if (BARS.containsKey(scenario)) {
                page.append("Bar for CPU time: ").append(BARS.get(scenario)).append(".\n\n");
            }
            page.append("| | connections | each second | p50 | p95 | p99 | p99.9 | CPU ms | round trips | failed |\n");
            page.append("|---|---|---|---|---|---|---|---|---|---|\n");
            all.forEach(one -> one.results()
                    .getOrDefault(scenario, List.of())
                    .forEach(result -> page.append(line(one.subject(), result))));
            page.append(format(
                    "%n![each second](%1$s) ![p99](%2$s)%n", file(scenario, "throughput"), file(scenario, "p99")));
        }
        return page.toString();
    }

    private static String line(String subject, Load.Result r) {
        return format(
                "| %s | %d | %.0f | %.2f | %.2f | %.2f | %.2f | %.3f | %.1f | %d |%n",
                subject,
                r.connections(),
                r.perSecond(),
                r.p50(),
                r.p95(),
                r.p99(),
                r.p999(),
                r.cpuMillis(),
                r.roundTrips(),
                r.failed());
    }

    /** Charts by the file's name. */
    Map<String, String> charts() {
        Map<String, String> charts = new LinkedHashMap<>();
        for (String scenario : scenarios()) {
            charts.put(file(scenario, "throughput"), chart(scenario, "each second", Load.Result::perSecond));
            charts.put(file(scenario, "p99"), chart(scenario, "p99 in milliseconds", Load.Result::p99));
        }
        return charts;
    }

    private String chart(String scenario, String what, ToDoubleFunction<Load.Result> value) {
        List<Plot.Series> series = all.stream()
                .map(one -> new Plot.Series(
                        one.subject(),
                        connections().stream()
                                .map(count -> one.at(scenario, count)
                                        .map(value::applyAsDouble)
                                        .orElse(0.0))
                                .toList()))
                .toList();
        return Plot.of(
                scenario + ": " + what + ", by connections",
                connections().stream().map(String::valueOf).toList(),
                series);
    }

    private static String file(String scenario, String what) {
        return CHARTS + "/" + scenario.replaceAll("[^A-Za-z0-9]+", "-") + "-" + what + ".svg";
    }
}
