package dev.ostiary.bench;

import dev.ostiary.bench.Browser.Person;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Applications that go on without their people: each refresh token is used once, by whoever comes next, and brings the next one. */
final class Refreshing implements Scenario {
    private final SignIn signIn;
    private final Person person;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    /** @param person who gave the tokens; at each sign-in the same */
    Refreshing(SignIn signIn, Person person) {
        this.signIn = signIn;
        this.person = person;
    }

    /** Signs in as often as applications are to refresh at one time: what is missing is made meanwhile, and measured. */
    Refreshing prepared(Client client, int applications) throws IOException {
        for (int i = 0; i < applications; i++) {
            waiting.add(signIn.tokens(client, person).refreshToken());
        }
        return this;
    }

    @Override
    public int run(Client client, int n) throws IOException {
        String next = waiting.poll();
        if (next == null) {
            SignIn.Tokens first = signIn.tokens(client, person);
            waiting.add(first.refreshToken());
            return first.requests();
        }
        waiting.add(signIn.refreshed(client, next).refreshToken());
        return 1;
    }
}
