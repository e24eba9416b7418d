package dev.ostiary.login;

import java.util.List;
import java.util.Map;

/**
 * What a page shows. There is one record a page, and one template: {@link #template}.
 *
 * <p>{@code ticket} is a sealed {@link Ticket} that the page's form sends back; {@code error} and the values of {@code errors} are sentences,
 * empty when there is nothing to say.
 */
public sealed interface View {
    Frame frame();

    /** Name of the template in {@code src/main/jte}. */
    String template();

    /**
     * Asks who wants to sign in.
     *
     * @param asked whether a login name can be entered; if not, only the providers are shown
     * @param linking name of the provider whose account is to be linked after signing in, empty in an ordinary sign-in
     * @param creating whether the person wants an account
     */
    record LoginName(
            Frame frame,
            String ticket,
            String loginName,
            boolean asked,
            Providers providers,
            String linking,
            boolean creating,
            String error)
            implements View {
        @Override
        public String template() {
            return "loginName.jte";
        }
    }

    /**
     * Asks for the password.
     *
     * @param change where one goes to enter another login name
     */
    record Password(Frame frame, String ticket, String loginName, String change, Providers providers, String error)
            implements View {
        @Override
        public String template() {
            return "password.jte";
        }
    }

    /**
     * Asks for name and password at a provider that has no page of its own.
     *
     * @param state of the sign-in, sent back with the form
     * @param provider name of the provider
     * @param name what is filled in
     */
    record Credentials(Frame frame, String ticket, String state, String provider, String name, String error)
            implements View {
        @Override
        public String template() {
            return "credentials.jte";
        }
    }

    /**
     * Asks for a new password.
     *
     * @param rules what a password must fulfil, one sentence each
     */
    record NewPassword(Frame frame, String ticket, String loginName, List<String> rules, List<String> errors)
            implements View {
        @Override
        public String template() {
            return "newPassword.jte";
        }
    }

    /**
     * "We don't know you yet": an external account that belongs to nobody here.
     *
     * @param provider name of the provider
     * @param entered what is filled in
     * @param errors what is wrong with a field, by its name
     */
    record Unknown(
            Frame frame,
            String ticket,
            String provider,
            boolean linking,
            boolean creation,
            Person entered,
            Map<String, String> errors,
            String error)
            implements View {
        @Override
        public String template() {
            return "unknown.jte";
        }

        public String errorOf(String name) {
            return errors.getOrDefault(name, "");
        }
    }

    /** An external account was linked. */
    record Linked(Frame frame, String ticket, String provider, String loginName) implements View {
        @Override
        public String template() {
            return "linked.jte";
        }
    }

    /** Somebody is signed in, and the application wants a choice. */
    record ChooseAccount(Frame frame, String ticket, Account account, String another) implements View {
        @Override
        public String template() {
            return "chooseAccount.jte";
        }
    }

    /**
     * Something went wrong.
     *
     * @param sentence what happened
     * @param next what the person can do
     * @param reference what an administrator finds it by, empty when there is nothing to find
     * @param retry where the sign-in begins again, empty when it can't
     * @param another where another account can be used, empty where that is no use
     * @param cancel the sealed ticket that leads back to the application, empty when it isn't known
     * @param home a page to go to when there is no application, empty when there is none
     */
    record Failed(
            Frame frame,
            String title,
            String sentence,
            String next,
            String reference,
            String retry,
            String another,
            String cancel,
            String home)
            implements View {
        @Override
        public String template() {
            return "failed.jte";
        }
    }

    /**
     * Asks whether to sign out.
     *
     * @param afterwards where an application wants the browser to go then: parameters of RP-Initiated Logout, sent back with the form
     */
    record SignOut(Frame frame, Account account, Map<String, String> afterwards) implements View {
        @Override
        public String template() {
            return "signOut.jte";
        }
    }

    /** Nobody is signed in any more. */
    record SignedOut(Frame frame) implements View {
        @Override
        public String template() {
            return "signedOut.jte";
        }
    }

    /**
     * Asks for the code that a device shows.
     *
     * @param userCode what is filled in
     */
    record DeviceCode(Frame frame, String userCode, String error) implements View {
        @Override
        public String template() {
            return "deviceCode.jte";
        }
    }

    /**
     * Asks whether a device may be let in.
     *
     * @param device its id
     * @param application name of the application on it
     * @param scopes what the application gets, a line each
     */
    record DeviceConfirm(Frame frame, String device, String application, Account account, List<String> scopes)
            implements View {
        @Override
        public String template() {
            return "deviceConfirm.jte";
        }
    }

    /** A device was let in or not. */
    record DeviceDone(Frame frame, boolean allowed) implements View {
        @Override
        public String template() {
            return "deviceDone.jte";
        }
    }

    /**
     * Somebody came without an application.
     *
     * @param accounts who is signed in: one or none
     */
    record Start(Frame frame, List<Account> accounts) implements View {
        @Override
        public String template() {
            return "start.jte";
        }
    }

    /**
     * The way out after a form was posted: the browser goes on by itself.
     *
     * @param target where to, http or https
     * @param host what the person is shown of it
     */
    record Leaving(Frame frame, String target, String host) implements View {
        @Override
        public String template() {
            return "leaving.jte";
        }
    }

    /**
     * The way to a provider that wants a form: the browser posts it by itself, or the person does where no script runs.
     *
     * @param action where to, http or https
     * @param fields name and value of each
     * @param host what the person is shown of it
     */
    record Posting(Frame frame, String action, Map<String, String> fields, String host) implements View {
        @Override
        public String template() {
            return "posting.jte";
        }
    }

    /** A person as a page shows it. */
    record Account(String displayName, String loginName) {}
}
