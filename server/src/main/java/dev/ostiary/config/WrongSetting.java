package dev.ostiary.config;

/** A setting can't be used. The message is for the person who starts the server. */
public final class WrongSetting extends RuntimeException {
    WrongSetting(String message) {
        super(message, null, false, false);
    }

    /** @param source where it was set, such as {@code --port} */
    public static WrongSetting of(Setting setting, String source) {
        return new WrongSetting(source + " can't be used: allowed is " + setting.allowed());
    }
}
