package dev.ostiary.idp;

/**
 * A site that hands over a signed token about the person in a request header. It has no secret: the site's keys are public.
 *
 * @param jwtEndpoint where the browser is sent to get the token
 * @param keysEndpoint the keys that sign the token, as a JWK Set (RFC 7517 section 5)
 * @param headerName the request header that holds the token
 */
public record Jwt(String issuer, String jwtEndpoint, String keysEndpoint, String headerName) implements Config {
    public Jwt {
        issuer = issuer.strip();
        jwtEndpoint = jwtEndpoint.strip();
        keysEndpoint = keysEndpoint.strip();
        headerName = headerName.strip();
    }

    @Override
    public Kind kind() {
        return Kind.JWT;
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("JLKef", "JKLS2"));
        checks.text(issuer, ErrorIds.of("WNJK3", "JKs3f"));
        checks.endpoint(jwtEndpoint, ErrorIds.of("NJKSD", "NJKS2"));
        checks.endpoint(keysEndpoint, ErrorIds.of("NJKE3", "SJk2d"));
        checks.text(headerName, ErrorIds.of("2rlks", "SJK2f"));
    }
}
