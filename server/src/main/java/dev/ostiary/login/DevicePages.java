package dev.ostiary.login;

import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.SignedIn;
import dev.ostiary.openid.Devices.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A device is let in (RFC 8628 section 3.3): a person enters its code, signs in as for any application, and decides. */
final class DevicePages {
    private static final int LONGEST_CODE = 40;
    private static final Set<String> EXPLAINED = Set.of("openid", "profile", "email", "phone", "offline_access");

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Directory directory;
    private final WrongCodes wrongCodes;

    DevicePages(Rooms rooms, Pages pages, Failures failures, Directory directory) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.directory = directory;
        this.wrongCodes = new WrongCodes(rooms.clock());
    }

    /** The short address that devices show. */
    Response begin(Visit visit) {
        String code = visit.asked("user_code");
        return pages.goOn(visit, code.isEmpty() ? Paths.DEVICE : Paths.DEVICE + "?user_code=" + Paths.encode(code));
    }

    /** Asks for the code; who comes with one still has to compare it with the device's. */
    Response ask(Visit visit) {
        String code = visit.asked("user_code");
        return ask(visit, code.length() > LONGEST_CODE ? "" : code, "");
    }

    private Response ask(Visit visit, String code, String error) {
        return pages.show(visit, frame -> new View.DeviceCode(frame, code, error.isEmpty() ? "" : frame.text(error)));
    }

    Response enter(Visit visit) {
        String code = visit.entered("user_code").strip();
        if (code.length() > LONGEST_CODE) {
            return ask(visit, "", "device.wrong");
        }
        String address = visit.request().remoteAddress();
        if (!wrongCodes.mayTry(address)) {
            return ask(visit, code, "device.tooMany");
        }
        Optional<String> request = rooms.devices().begin(visit.call(), code);
        if (request.isEmpty()) {
            wrongCodes.wrong(address);
            return ask(visit, code, "device.wrong");
        }
        return pages.goOn(visit, Paths.begin(request.get()));
    }

    /** Shows who is signed in what the application on the device asks for. */
    Response confirm(Visit visit) {
        String device = visit.asked("device");
        Optional<SignedIn> signedIn = directory.signedIn(visit);
        Optional<Waiting> waiting =
                signedIn.flatMap(person -> rooms.devices().waiting(visit.call(), device, person.session()));
        return waiting.isEmpty()
                ? failures.show(visit, Failure.DEVICE_GONE)
                : pages.show(
                        visit,
                        frame -> new View.DeviceConfirm(
                                frame,
                                device,
                                waiting.get().application(),
                                Flow.account(signedIn.orElseThrow()),
                                lines(frame, waiting.get().scopes())));
    }

    private static List<String> lines(Frame frame, List<String> scopes) {
        return scopes.stream()
                .map(scope -> EXPLAINED.contains(scope) ? frame.text("deviceConfirm.scope." + scope) : scope)
                .toList();
    }

    Response decide(Visit visit) {
        boolean allowed = visit.entered("decision").equals("allow");
        String device = visit.entered("device");
        boolean done = directory
                .signedIn(visit)
                .map(SignedIn::session)
                .map(session -> allowed
                        ? rooms.devices().allow(visit.call(), device, session)
                        : rooms.devices().deny(visit.call(), device, session))
                .orElse(false);
        return done
                ? pages.goOn(visit, allowed ? Paths.DEVICE_ALLOWED : Paths.DEVICE_DENIED)
                : failures.show(visit, Failure.DEVICE_GONE);
    }

    Response allowed(Visit visit) {
        return pages.show(visit, frame -> new View.DeviceDone(frame, true));
    }

    Response denied(Visit visit) {
        return pages.show(visit, frame -> new View.DeviceDone(frame, false));
    }
}
