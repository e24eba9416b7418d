package dev.ostiary.acceptance.golden;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded remote procedure call, to be made over every encoding.
 *
 * @param name unique: {@code rpc/add-ok}
 * @param caller whose token is sent; {@code null}: none
 * @param headers sent
 * @param method {@code zitadel.admin.v1.AdminService/AddGenericOIDCProvider}
 * @param request the request message as JSON
 * @param compressed whether request and response go through gzip
 * @param answer {@code code} (gRPC's name), and {@code response}, or {@code message} and {@code details}
 */
record RpcExchange(
        @SerializedName("case") String name,
        @Nullable String caller,
        @Nullable Map<String, String> headers,
        String method,
        JsonObject request,
        boolean compressed,
        JsonObject answer) {

    @Override
    public Map<String, String> headers() {
        return headers == null ? Map.of() : headers;
    }

    @Override
    public String toString() {
        return name;
    }
}
