package dev.ostiary.openid;

/**
 * Where the answer to an authorization request goes, and how.
 *
 * @param redirectUri allowed for the application
 * @param responseMode {@code query}, {@code fragment} or {@code form_post}
 * @param state empty for none
 */
record Destination(String redirectUri, String responseMode, String state) {
    static Destination of(AuthRequest request) {
        return new Destination(request.redirectUri(), request.responseMode(), request.state());
    }
}
