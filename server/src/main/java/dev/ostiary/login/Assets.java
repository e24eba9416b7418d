package dev.ostiary.login;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The files that pages refer to. Their URLs carry a hash of the content, so that browsers may keep them for a year and still see every
 * change at once.
 */
final class Assets {
    static final String FOLDER = "/ui/login/assets/";
    private static final String ONE_YEAR = "public, max-age=31536000, immutable";

    private record Asset(String contentType, byte[] content) {}

    private final String stylesheet;
    private final String icon;
    private final Map<String, Asset> byPath;

    Assets() {
        Asset style = new Asset("text/css; charset=utf-8", load("login.css"));
        Asset mark = new Asset("image/svg+xml", load("icon.svg"));
        stylesheet = path("login", style, "css");
        icon = path("icon", mark, "svg");
        byPath = Map.of(stylesheet, style, icon, mark);
    }

    String stylesheet() {
        return stylesheet;
    }

    String icon() {
        return icon;
    }

    Response serve(Request request) {
        Asset found = byPath.get(request.path());
        if (found == null) {
            return Response.of(404, "text/plain; charset=utf-8", "Not Found");
        }
        return Response.of(200, found.contentType(), found.content())
                .with("Cache-Control", ONE_YEAR)
                .with("X-Content-Type-Options", "nosniff");
    }

    private static String path(String name, Asset asset, String extension) {
        return FOLDER + name + "-" + hash(asset.content()) + "." + extension;
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] load(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
