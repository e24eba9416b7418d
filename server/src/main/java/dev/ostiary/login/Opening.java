package dev.ostiary.login;

import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.Outcome;
import dev.ostiary.login.Finish.Opened;
import dev.ostiary.session.Authentication;
import dev.ostiary.session.Vouched;
import dev.ostiary.store.Transaction;
import org.jspecify.annotations.Nullable;

/** Opens the browser's session in the transaction that ends a federated sign-in. For one sign-in. */
final class Opening implements Outcome.Completion {
    private final Finish finish;
    private final Visit visit;
    private Vouched vouched = Vouched.NOTHING;
    private @Nullable Obtained obtained;
    private @Nullable Opened opened;

    Opening(Finish finish, Visit visit) {
        this.finish = finish;
        this.visit = visit;
    }

    @Override
    public void vouchedFor(ExternalIdentity identity) {
        vouched = Vouched.of(identity.claims());
        obtained = identity.obtained();
    }

    @Override
    public void signedIn(Transaction tx, Outcome.SignedIn person) {
        opened = finish.open(
                tx,
                visit,
                Authentication.byProvider(person.user().id(), person.user().owner(), person.idp(), vouched));
        if (obtained != null) {
            finish.remember(tx, visit, opened.session(), person.idp(), obtained);
        }
    }

    /** Returns the session of somebody who was signed in. */
    Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("nobody was signed in");
        }
        return opened;
    }
}
