package dev.ostiary.login;

import dev.ostiary.login.View.Account;
import java.util.List;
import java.util.Map;

/** Every page, filled with what a test wants to see. */
final class SampleViews {
    private final Frame frame;
    private final String name;

    private SampleViews(Frame frame, String name) {
        this.frame = frame;
        this.name = name;
    }

    /** Returns every page in a language, with {@code name} wherever a text comes from outside. */
    static List<View> all(Texts texts, String name) {
        Assets assets = new Assets();
        SampleViews samples =
                new SampleViews(new Frame(texts, assets.stylesheet(), assets.icon(), name, "csrf-token", name), name);
        return samples.all();
    }

    private List<View> all() {
        Account account = new Account(name, name);
        List<Provider> shown = List.of(provider("1"), provider("2"), provider("3"));
        Providers providers = new Providers("sealed", null, shown, false, "", "", "");
        String page = "/ui/login/loginname?ticket=t&page=";
        Providers many = new Providers("sealed", provider("4"), shown, true, name, page + 0, page + 2);
        Providers nothing = new Providers("sealed", null, List.of(), true, name, "", "");
        Person entered = new Person(name, name, name, name);
        Person nobody = new Person("", "", "", "");
        return List.of(
                new View.LoginName(frame, "sealed", name, true, providers, "", false, ""),
                new View.LoginName(frame, "sealed", name, false, providers, "", true, name),
                new View.LoginName(frame, "sealed", name, true, many, "", false, ""),
                new View.LoginName(frame, "sealed", name, false, nothing, "", false, ""),
                new View.LoginName(frame, "sealed", name, false, Providers.NONE, "", false, ""),
                new View.LoginName(frame, "sealed", name, true, Providers.NONE, name, false, name),
                new View.Password(frame, "sealed", name, "/ui/login/login?authRequestID=1", providers, name),
                new View.Password(frame, "sealed", name, "/ui/login/login?authRequestID=1", Providers.NONE, ""),
                new View.Password(frame, "sealed", name, "/ui/login/login?authRequestID=1", many, ""),
                new View.Credentials(frame, "sealed", "state", name, name, name),
                new View.Credentials(frame, "sealed", "state", name, "", ""),
                new View.NewPassword(frame, "sealed", name, List.of(name, name), List.of(name)),
                new View.NewPassword(frame, "sealed", name, List.of(name, name), List.of()),
                new View.Unknown(frame, "sealed", name, true, true, entered, Map.of("email", name), ""),
                new View.Unknown(frame, "sealed", name, false, true, nobody, Map.of(), name),
                new View.Unknown(frame, "sealed", name, true, false, nobody, Map.of(), ""),
                new View.Linked(frame, "sealed", name, name),
                new View.ChooseAccount(frame, "sealed", account, "/ui/login/login?authRequestID=1"),
                new View.Failed(
                        frame,
                        name,
                        name,
                        name,
                        name,
                        "/ui/login/login?authRequestID=1",
                        "/ui/login/loginname?ticket=t",
                        "sealed",
                        ""),
                new View.Failed(frame, name, name, name, name, "", "", "", "https://home.example/"),
                new View.SignOut(frame, account, Map.of("state", name)),
                new View.SignedOut(frame),
                new View.DeviceCode(frame, name, ""),
                new View.DeviceCode(frame, "", name),
                new View.DeviceConfirm(frame, "1", name, account, List.of(name, name)),
                new View.DeviceDone(frame, true),
                new View.DeviceDone(frame, false),
                new View.Start(frame, List.of()),
                new View.Start(frame, List.of(account)),
                new View.Leaving(frame, "https://app.example/callback?code=1&state=2", "app.example"));
    }

    private Provider provider(String id) {
        return new Provider(id, name, "/ui/login/login/externalidp?idpConfigID=" + id + "&authRequestID=1");
    }
}
