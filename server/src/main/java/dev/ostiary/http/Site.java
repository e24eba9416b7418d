package dev.ostiary.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which handler answers which path: an exact path first, then the longest prefix, else the handler for everything else.
 *
 * <p>Paths are compared as they were sent, percent-encoding kept. Every answer tells robots to stay away.
 */
public final class Site implements Handler {

    private static final String ROBOTS = "X-Robots-Tag";

    private record Prefix(String path, Handler handler) {}

    private final Map<String, Handler> exact;
    private final List<Prefix> prefixes;
    private final Handler otherwise;

    private Site(Map<String, Handler> exact, List<Prefix> prefixes, Handler otherwise) {
        this.exact = exact;
        this.prefixes = prefixes;
        this.otherwise = otherwise;
    }

    /** Begins a site whose paths are all answered by this handler until others are added. */
    public static Site of(Handler otherwise) {
        return new Site(Map.of(), List.of(), otherwise);
    }

    /** Returns this site with one more path that is answered by this handler. */
    public Site at(String path, Handler handler) {
        Map<String, Handler> more = new HashMap<>(exact);
        if (more.put(path, handler) != null) {
            throw new IllegalArgumentException(path + " has two handlers");
        }
        return new Site(Map.copyOf(more), prefixes, otherwise);
    }

    /** Returns this site with all paths that begin with this prefix answered by this handler. */
    public Site under(String prefix, Handler handler) {
        List<Prefix> more = new ArrayList<>(prefixes);
        more.add(new Prefix(prefix, handler));
        more.sort(Comparator.comparingInt((Prefix p) -> p.path().length()).reversed());
        return new Site(exact, List.copyOf(more), otherwise);
    }

    @Override
    public Response handle(Request request) {
        Response answer = handlerOf(request.path()).handle(request);
        boolean told =
                answer.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase(ROBOTS));
        return told ? answer : answer.with(ROBOTS, "none");
    }

    private Handler handlerOf(String path) {
        Handler found = exact.get(path);
        if (found != null) {
            return found;
        }
        for (Prefix prefix : prefixes) {
            if (path.startsWith(prefix.path())) {
                return prefix.handler();
            }
        }
        return otherwise;
    }
}
