package dev.ostiary.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of calls in {@code docs/compatibility.md} is made of all calls of the contract and of those that are compiled here. */
class CallsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
    private static final String HEADING = "## Calls\n";

    /**
     * A call of the contract.
     *
     * @param route method and path; empty for a call without one
     */
    private record Line(String service, String call, String route, boolean deprecated) {
        static Line of(String csv) {
            String[] cells = csv.split(",", -1);
            return new Line(cells[0], cells[1], cells[2], !cells[3].isEmpty());
        }

        String shown(boolean there) {
            return "| " + (there ? "yes" : "–") + " | " + call + (deprecated ? " (deprecated)" : "") + " | "
                    + (route.isEmpty() ? "" : "`" + route + "`") + " |\n";
        }
    }

    /** {@code -Ddocs.write=true} writes the page. */
    @Test
    void thePageListsEveryCallOfTheContractAndWhetherItIsThere() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(HEADING)) + calls();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("run ./ostiary test -pl api,server -Dtest=CallsPageTest -Ddocs.write=true")
                .isEqualTo(expected);
    }

    private static String calls() throws IOException {
        List<Line> lines = lines();
        Set<String> there = Contract.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getService().getFullName() + "/" + method.getName())
                .collect(Collectors.toSet());
        Map<String, List<Line>> services =
                lines.stream().collect(Collectors.groupingBy(Line::service, LinkedHashMap::new, Collectors.toList()));
        StringBuilder section = new StringBuilder(HEADING)
                .append('\n')
                .append(lines.stream()
                        .filter(line -> there.contains(line.service() + "/" + line.call()))
                        .count())
                .append(" of the contract's ")
                .append(lines.size())
                .append(" calls are there, each in JSON, gRPC, gRPC-Web (binary and text) and Connect.\n");
        services.forEach((service, calls) -> append(section, service, calls, there));
        return section.toString();
    }

    private static void append(StringBuilder section, String service, List<Line> calls, Set<String> there) {
        long implemented = calls.stream()
                .filter(call -> there.contains(service + "/" + call.call()))
                .count();
        section.append("\n### ")
                .append(service)
                .append(": ")
                .append(implemented)
                .append(" of ")
                .append(calls.size())
                .append("\n\n| there | call | route |\n|---|---|---|\n");
        calls.forEach(call -> section.append(call.shown(there.contains(service + "/" + call.call()))));
    }

    private static List<Line> lines() throws IOException {
        try (var csv = Objects.requireNonNull(CallsPageTest.class.getResourceAsStream("calls.csv"))) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Line::of)
                    .toList();
        }
    }
}
