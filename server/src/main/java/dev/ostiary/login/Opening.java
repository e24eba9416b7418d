package dev.ostiary.login;

import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.Outcome;
import dev.ostiary.login.Finish.Answered;
import dev.ostiary.login.Finish.Opened;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.session.Authentication;
import dev.ostiary.session.Vouched;
import dev.ostiary.store.Transaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the browser's session in the transaction that ends a federated sign-in, and answers the application in the same. For one sign-in. */
final class Opening implements Outcome.Completion {
    private final Finish finish;
    private final Visit visit;
    private final boolean answering;
    private Vouched vouched = Vouched.NOTHING;
    private @Nullable Obtained obtained;
    private @Nullable Opened opened;
    private @Nullable AuthRequest request;
    private Optional<Answered> answered = Optional.empty();

    private Opening(Finish finish, Visit visit, boolean answering) {
        this.finish = finish;
        this.visit = visit;
        this.answering = answering;
    }

    static Opening of(Finish finish, Visit visit) {
        return new Opening(finish, visit, true);
    }

    /** The person sees a page before the application is answered. */
    static Opening unanswered(Finish finish, Visit visit) {
        return new Opening(finish, visit, false);
    }

    @Override
    public void about(String authRequestId) {
        request = answering ? finish.waiting(visit, authRequestId).orElse(null) : null;
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
        answered =
                request == null ? Optional.empty() : finish.answer(tx, visit, request, opened.session(), person.user());
    }

    /** Returns how the application was answered, if it was. */
    Optional<Answered> answered() {
        return answered;
    }

    /** Returns the session of somebody who was signed in. */
    Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("nobody was signed in");
        }
        return opened;
    }
}
