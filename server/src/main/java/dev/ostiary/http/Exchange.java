package dev.ostiary.http;

/** What is found out about a request on its way, for metrics, log and traces. Used by the request's own thread only. */
public final class Exchange {
    private Route route = Route.OTHER;
    private String outcome = "";

    /** Says where the request went. */
    public void at(Route where) {
        route = where;
    }

    /** Says what came of it, where the HTTP status doesn't: the name of a gRPC status. */
    public void ended(String status) {
        outcome = status;
    }

    public Route route() {
        return route;
    }

    /** Returns what came of the request: the name of a gRPC status such as {@code NOT_FOUND}, else the class of the HTTP status such as {@code 4xx}. */
    public String outcome(int status) {
        if (!outcome.isEmpty()) {
            return outcome;
        }
        return switch (status / 100) {
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            default -> "5xx";
        };
    }
}
