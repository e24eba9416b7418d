package dev.ostiary.federation;

import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Whole sign-ins against a real provider on loopback and a real store. */
abstract class SignIns {
    House house;
    TestProvider op;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new House(directory);
        op = new TestProvider(house.clock);
    }

    @AfterEach
    void close() {
        op.close();
        house.close();
    }

    Stored<IdentityProvider> offered() {
        return house.offer(house.provider(op));
    }

    Stored<IdentityProvider> offered(boolean link, boolean create, boolean autoCreate, AutoLinkingOption by) {
        return house.offer(house.provider(op).setProviderOptions(House.options(link, create, autoCreate, by)));
    }

    static Human human(Stored<User> user) {
        return user.state().human().orElseThrow();
    }

    Outcome.Refused refused(Stored<IdentityProvider> idp) {
        return (Outcome.Refused) house.signIn(op, idp);
    }

    Outcome.AskToLinkOrCreate asked(Stored<IdentityProvider> idp) {
        return (Outcome.AskToLinkOrCreate) house.signIn(op, idp);
    }

    static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    static String state(URI request) {
        return Parameters.parse(request.getRawQuery()).first("state").orElseThrow();
    }

    static UnaryOperator<Map<String, Object>> with(String name, Object value) {
        return document -> {
            document.put(name, value);
            return document;
        };
    }
}
