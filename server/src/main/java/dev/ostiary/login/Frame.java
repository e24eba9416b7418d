package dev.ostiary.login;

import java.util.List;

/**
 * What every page shows around its content.
 *
 * @param texts the words in the person's language
 * @param stylesheet path of the stylesheet
 * @param icon path of the icon
 * @param brand name of the instance
 * @param csrf the token that proves that a form came from our page in this browser
 * @param application name of the application the person came from, empty when there is none
 */
public record Frame(Texts texts, String stylesheet, String icon, String brand, String csrf, String application) {

    public String text(String key, Object... arguments) {
        return texts.get(key, arguments);
    }

    public String language() {
        return texts.language();
    }

    /** The title of the browser's window: what the page is, then where one is. */
    public String windowTitle(String heading) {
        return String.join(
                " – ", application.isEmpty() ? List.of(heading, brand) : List.of(heading, application, brand));
    }
}
