package dev.ostiary.outbound;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client for everything that leaves the server. It blocks: call it on a virtual thread. Safe for use by many threads.
 *
 * <p>It connects only to addresses that {@link AddressRules} permit, and to exactly the address that was checked. Every call has a
 * limit for its time and its bytes, and no more than {@value Bulkhead#MOST} wait for one host at a time. No cookies, no proxies, no compressed answers, no content sniffing. Certificates are verified as
 * the JDK does.
 */
public final class OutboundClient implements AutoCloseable {
    private static final int MOST_REDIRECTS = 3;

    /** Shorter than servers keep an idle connection (five seconds are common): a form must not go out while the peer hangs up. */
    private static final Duration UNUSED = Duration.ofSeconds(4);

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final GuardedResolver addresses;
    private final OutboundLimits limits;
    private final OutboundWatch watch;
    private final UnaryOperator<URI> detour;
    private final Bulkhead hosts = new Bulkhead();
    private @Nullable HttpClient running;
    private boolean closed;

    /**
     * @param allowed ranges that may be called although they are not public
     */
    public OutboundClient(List<Cidr> allowed, OutboundLimits limits) {
        this(allowed, limits, OutboundWatch.NONE);
    }

    /** @param watch looks on while a request goes out */
    public OutboundClient(List<Cidr> allowed, OutboundLimits limits, OutboundWatch watch) {
        this(allowed, limits, InetAddress::getAllByName, watch);
    }

    /** The same with another way to look names up. */
    OutboundClient(List<Cidr> allowed, OutboundLimits limits, NameLookup names, OutboundWatch watch) {
        this(allowed, limits, names, watch, UnaryOperator.identity());
    }

    /** The same for tests, where one URL stands in for another. */
    OutboundClient(
            List<Cidr> allowed,
            OutboundLimits limits,
            NameLookup names,
            OutboundWatch watch,
            UnaryOperator<URI> detour) {
        this.limits = limits;
        this.watch = watch;
        this.detour = detour;
        this.addresses = new GuardedResolver(new AddressRules(allowed), names);
    }

    /** Connections for other protocols, under the same guard. */
    public OutboundSockets sockets() {
        return new OutboundSockets(addresses);
    }

    /** The first call starts the client: its threads and TLS would take a tenth of a second of every start of the server. */
    private synchronized HttpClient http() {
        if (closed) {
            throw new IllegalStateException("the outbound client is closed");
        }
        if (running == null) {
            running = start(client());
        }
        return running;
    }

    private HttpClient client() {
        HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector()));
        http.setSocketAddressResolver(addresses);
        http.setConnectTimeout(limits.connect().toMillis());
        http.setIdleTimeout(UNUSED.toMillis());
        http.setDestinationIdleTimeout(Duration.ofMinutes(1).toMillis());
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Ostiary"));
        http.setMaxResponseHeadersSize(16 << 10);
        return http;
    }

    private static ClientConnector connector() {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("outbound");
        threads.setDaemon(true);
        ClientConnector connector = new ClientConnector();
        connector.setExecutor(threads);
        connector.setSelectors(1);
        return connector;
    }

    private static HttpClient start(HttpClient http) {
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the outbound client can't start", e);
        }
        http.getContentDecoderFactories().clear();
        http.getProtocolHandlers().clear();
        return http;
    }

    /**
     * Gets a document and follows at most three redirects; each target is checked like the first, and none leads from https to http.
     *
     * @param accept media type that is asked for
     * @param limit the most bytes of the answer
     * @return the last answer, whatever its status
     */
    public OutboundAnswer get(URI uri, String accept, int limit) throws OutboundFailure {
        long deadline = System.nanoTime() + limits.total().toNanos();
        URI target = uri;
        for (int followed = 0; followed <= MOST_REDIRECTS; followed++) {
            OutboundAnswer answer = send(
                    request(HttpMethod.GET, target, deadline).headers(h -> h.put(HttpHeader.ACCEPT, accept)), limit);
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            target = redirect(target, answer);
        }
        throw new OutboundFailure(Reason.REDIRECT, "more than " + MOST_REDIRECTS + " redirects");
    }

    /** Gets a document from exactly this place: redirects are not followed. */
    public OutboundAnswer getThere(URI uri, String accept, int limit) throws OutboundFailure {
        Request request =
                request(HttpMethod.GET, uri, System.nanoTime() + limits.total().toNanos());
        return unredirected(send(request.headers(h -> h.put(HttpHeader.ACCEPT, accept)), limit));
    }

    /**
     * Gets a protected resource (RFC 6750 section 2.1). Redirects are not followed: the token is for this resource only.
     *
     * @param bearer the access token
     */
    public OutboundAnswer getWithToken(URI uri, String accept, String bearer, int limit) throws OutboundFailure {
        Request request =
                request(HttpMethod.GET, uri, System.nanoTime() + limits.total().toNanos());
        return unredirected(send(
                request.headers(
                        h -> h.put(HttpHeader.ACCEPT, accept).put(HttpHeader.AUTHORIZATION, "Bearer " + bearer)),
                limit));
    }

    /**
     * Posts a form and reads JSON. Redirects are not followed: a form holds secrets.
     *
     * @param parameters sent in this order
     * @param headers added to the request
     */
    public OutboundAnswer postForm(URI uri, Map<String, String> parameters, Map<String, String> headers, int limit)
            throws OutboundFailure {
        String form = parameters.entrySet().stream()
                .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
                .collect(Collectors.joining("&"));
        Request request =
                request(HttpMethod.POST, uri, System.nanoTime() + limits.total().toNanos());
        request.headers(h -> {
            h.put(HttpHeader.ACCEPT, "application/json");
            headers.forEach(h::put);
        });
        return unredirected(
                send(request.body(new StringRequestContent("application/x-www-form-urlencoded", form)), limit));
    }

    /** Posts a document. Redirects are not followed: it may hold secrets. */
    public OutboundAnswer post(URI uri, String mediaType, String body, Map<String, String> headers, int limit)
            throws OutboundFailure {
        Request request =
                request(HttpMethod.POST, uri, System.nanoTime() + limits.total().toNanos());
        request.headers(h -> headers.forEach(h::put));
        return unredirected(send(request.body(new StringRequestContent(mediaType, body)), limit));
    }

    private Request request(HttpMethod method, URI uri, long deadline) throws OutboundFailure {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new OutboundFailure(Reason.TIMEOUT, "no answer in time");
        }
        return http().newRequest(detour.apply(checked(uri)))
                .method(method)
                .idleTimeout(left, TimeUnit.MILLISECONDS)
                .timeout(left, TimeUnit.MILLISECONDS);
    }

    private OutboundAnswer send(Request request, int limit) throws OutboundFailure {
        return watch.watch(
                request.getMethod(),
                request.getHost(),
                () -> hosts.pass(
                        request.getHost() + ":" + request.getPort(),
                        () -> new OutboundExchange(limit, limits.total()).run(request)));
    }

    private static OutboundAnswer unredirected(OutboundAnswer answer) throws OutboundFailure {
        if (REDIRECTS.contains(answer.status())) {
            throw new OutboundFailure(Reason.REDIRECT, "answered with a redirect, which this call must not follow");
        }
        return answer;
    }

    static URI redirect(URI from, OutboundAnswer answer) throws OutboundFailure {
        URI target;
        try {
            target = from.resolve(new URI(answer.header("Location").orElse("")));
        } catch (URISyntaxException e) {
            throw new OutboundFailure(Reason.REDIRECT, "a redirect leads to something that is not a URL", e);
        }
        if (isHttps(from) && !isHttps(target)) {
            throw new OutboundFailure(Reason.REDIRECT, "a redirect leads from https to http");
        }
        return target;
    }

    /** Returns the URL when it is one that may be called (RFC 9110 section 4.2): scheme http or https, a host, no user information. */
    static URI checked(URI uri) throws OutboundFailure {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new OutboundFailure(
                    Reason.INVALID_URL, "not an http or https URL with a host: " + uri.getScheme() + ":…");
        }
        return uri;
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running == null) {
            return;
        }
        try {
            running.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the outbound client can't stop", e);
        }
    }
}
