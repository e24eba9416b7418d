package dev.ostiary.openid;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.grant.LogoutNotice;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells applications that a session has ended (OpenID Connect Back-Channel Logout 1.0): posts a logout token until the application has taken it,
 * for a day at most.
 */
public final class BackChannelLogout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackChannelLogout.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final JOSEObjectType TYPE = new JOSEObjectType("logout+jwt");

    /** Section 2.4 recommends two minutes at most. */
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Set<Integer> TAKEN = Set.of(200, 202, 204);

    /** The application says that it can't do with the token, and section 2.8 has it say so for good. */
    private static final int REFUSED = 400;

    private static final int AT_ONCE = 50;

    private final Store store;
    private final Apps apps;
    private final SigningKeys keys;
    private final OutboundClient http;
    private final InstantSource clock;
    private final LogoutNotices notices = new LogoutNotices();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("back-channel logout").daemon().factory());

    public BackChannelLogout(Store store, Apps apps, SigningKeys keys, OutboundClient http, InstantSource clock) {
        this.store = store;
        this.apps = apps;
        this.keys = keys;
        this.http = http;
        this.clock = clock;
    }

    /** Delivers from now on, in the background. */
    public BackChannelLogout start() {
        timer.scheduleWithFixedDelay(this::round, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void round() {
        try {
            deliverDue();
        } catch (RuntimeException e) {
            LOG.warn("notices of ended sessions will be tried again", e);
        }
    }

    /** Delivers some of what is due now; returns when each was tried once. */
    void deliverDue() {
        if (!store.read(sql -> notices.isAnythingDue(sql, clock.instant()))) {
            return;
        }
        List<LogoutNotice> claimed = store.write(tx -> notices.claim(tx, AT_ONCE));
        List<? extends Future<?>> running = claimed.stream()
                .map(notice -> deliveries.submit(() -> deliver(notice)))
                .toList();
        for (Future<?> each : running) {
            await(each);
        }
    }

    private static void await(Future<?> delivery) {
        try {
            delivery.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("a notice of an ended session will be tried again", e.getCause());
        }
    }

    private void deliver(LogoutNotice notice) {
        Optional<URI> uri = store.read(sql -> apps.active(sql, notice.instance(), notice.clientId()))
                .flatMap(app -> uri(app.state()));
        boolean done = uri.isEmpty() || post(uri.get(), notice);
        store.write(tx -> {
            if (done) {
                notices.done(tx, notice);
            } else {
                notices.failed(tx, notice);
            }
            return done;
        });
    }

    /** Empty for an application that wants no notices any more. */
    private static Optional<URI> uri(App app) {
        return app.config() instanceof App.Oidc oidc
                        && !oidc.backChannelLogoutUri().isEmpty()
                ? Optional.of(URI.create(oidc.backChannelLogoutUri()))
                : Optional.empty();
    }

    /** @return whether the application has answered for good */
    private boolean post(URI uri, LogoutNotice notice) {
        try {
            String token = keys.of(notice.instance()).sign(TYPE, claims(notice, clock.instant()));
            int status = http.postForm(uri, Map.of("logout_token", token), Map.of(), OutboundLimits.TOKENS)
                    .status();
            if (!TAKEN.contains(status)) {
                LOG.info("application {} answered {} to a logout token", notice.clientId(), status);
            }
            return TAKEN.contains(status) || status == REFUSED;
        } catch (OutboundFailure failure) {
            LOG.info("application {} was not told of an ended session: {}", notice.clientId(), failure.getMessage());
            return false;
        }
    }

    /** Section 2.4. A nonce would make it look like an ID token, so there is none. */
    static JWTClaimsSet claims(LogoutNotice notice, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(notice.issuer())
                .subject(notice.userId())
                .audience(notice.clientId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(notice.id())
                .claim("sid", notice.session())
                .claim("events", Map.of(EVENT, Map.of()))
                .build();
    }

    @Override
    public void close() {
        timer.shutdown();
        deliveries.shutdownNow();
    }
}
