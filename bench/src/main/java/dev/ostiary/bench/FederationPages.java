package dev.ostiary.bench;

import static dev.ostiary.bench.Report.format;

import dev.ostiary.bench.Federation.Figures;
import dev.ostiary.bench.Federation.PageFigures;
import dev.ostiary.bench.Federation.SignIns;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables of sign-ins through providers. */
final class FederationPages {
    private final List<Figures> all;
    private final Map<String, String> absent;

    FederationPages(Federation federation) {
        this.all = federation.figures();
        this.absent = federation.absent();
    }

    /** Each has a heading of its own. */
    String sections() {
        return signIns() + ratios() + pages();
    }

    private String signIns() {
        StringBuilder page = new StringBuilder("""

                ## Sign-ins through providers

                People who are known sign in at an application through a provider, after a minute of such sign-ins that is not measured. The providers run in the
                driver: an OpenID provider, a SAML 2.0 identity provider (requests by the Redirect binding, answers by POST with a signed assertion, RSA with 2048
                bits), and a directory in memory. Ostiary is on SQLite; its providers are the instance's, and an organization's policy offers all of them. Keycloak
                brokers the first two, and takes people from the directory by its user federation, on its own sign-in page; it has as many providers as it can be
                given in a minute or two. Times in milliseconds; CPU time is for each sign-in that succeeded.

                | protocol | providers | connections | subject | each second | p50 | p99 | CPU ms | round trips | failed |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (Figures one : all) {
            one.signIns().forEach(line -> page.append(line(one.subject(), line)));
        }
        absent.forEach((subject, why) -> page.append(format(
                "%n%s was not measured: %s%n", subject, why.lines().findFirst().orElse(""))));
        return page.toString();
    }

    private static String line(String subject, SignIns line) {
        Load.Result r = line.result();
        return format(
                "| %s | %d | %d | %s | %.0f | %.2f | %.2f | %.2f | %.1f | %d |%n",
                line.protocol(),
                line.providers(),
                r.connections(),
                subject,
                r.perSecond(),
                r.p50(),
                r.p99(),
                r.cpuMillis(),
                r.roundTrips(),
                r.failed());
    }

    /** Few beside few, and the most beside the most that the other has. */
    private String ratios() {
        if (all.size() < 2) {
            return "";
        }
        StringBuilder page = new StringBuilder("""

                ## Sign-ins through providers, against Keycloak

                Throughput: how many times Keycloak's. p99 and CPU time for each: what part of Keycloak's.

                | protocol | providers | Keycloak's | connections | throughput | p99 | CPU time |
                |---|---|---|---|---|---|---|
                """);
        List<SignIns> others = all.get(1).signIns();
        for (SignIns mine : all.getFirst().signIns()) {
            boolean few =
                    mine.providers() == all.getFirst().signIns().getFirst().providers();
            int beside = (few ? others.getFirst() : others.getLast()).providers();
            find(others, mine, beside).ifPresent(its -> page.append(ratio(mine, its)));
        }
        return page.toString();
    }

    private static Optional<SignIns> find(List<SignIns> others, SignIns mine, int providers) {
        return others.stream()
                .filter(its -> its.protocol() == mine.protocol()
                        && its.providers() == providers
                        && its.result().connections() == mine.result().connections())
                .findFirst();
    }

    private static String ratio(SignIns mine, SignIns its) {
        return format(
                "| %s | %d | %d | %d | %.1f | %.2f | %.2f |%n",
                mine.protocol(),
                mine.providers(),
                its.providers(),
                mine.result().connections(),
                mine.result().perSecond() / its.result().perSecond(),
                mine.result().p99() / its.result().p99(),
                mine.result().cpuMillis() / its.result().cpuMillis());
    }

    private String pages() {
        StringBuilder page = new StringBuilder("""

                ## The sign-in page

                From the authorization request to the page, in a browser that is new each time; 4 connections. The page is not compressed, and is without its styles.
                Ostiary shows some providers and a search; how many there are to choose from is what is given.

                | providers offered | subject | bytes | p50 ms | p99 ms | CPU ms | failed |
                |---|---|---|---|---|---|---|
                """);
        for (Figures one : all) {
            for (PageFigures line : one.pages()) {
                Load.Result r = line.result();
                page.append(format(
                        "| %d | %s | %d | %.2f | %.2f | %.2f | %d |%n",
                        line.providers(), one.subject(), line.bytes(), r.p50(), r.p99(), r.cpuMillis(), r.failed()));
            }
        }
        return page.toString();
    }
}
