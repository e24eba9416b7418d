package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.http.Parameters;
import dev.ostiary.upstream.ForwardedNames;
import dev.ostiary.upstream.UpstreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls about how this server speaks to a provider, and the keys that it publishes. */
class UpstreamControlTest {
    private static final String KEYS = "{'control':{'clientAuthentication':'CLIENT_AUTHENTICATION_PRIVATE_KEY_JWT',"
            + "'idTokenEncryption':'ID_TOKEN_ENCRYPTION_ECDH_ES'}}";

    private ApiInProcess api;
    private String instance;
    private String idp;

    @BeforeEach
    void open(@TempDir Path data) throws IOException {
        api = new ApiInProcess(data);
        instance = api.features.instances().all().getFirst().id();
        idp = api.admin(
                        "POST",
                        "/admin/v1/idps/generic_oidc",
                        "{'name':'OP','issuer':'https://op.example.com','clientId':'c','clientSecret':'s'}")
                .ok()
                .text("id");
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private String path(String end) {
        return "/ostiary/v1/idps/" + idp + "/upstream" + end;
    }

    private Answer set(String control) {
        return api.admin("PUT", path(""), control);
    }

    private List<JsonObject> published() {
        return api.admin("GET", "/idps/" + idp + "/keys", "").ok().body().getAsJsonArray("keys").asList().stream()
                .map(key -> key.getAsJsonObject())
                .toList();
    }

    private List<String> published(String member) {
        return published().stream().map(key -> key.get(member).getAsString()).toList();
    }

    @Test
    void whatIsSetIsRead() {
        Answer before = api.admin("GET", path(""), "").ok();
        assertThat(before.body().getAsJsonObject("control").has("staticParameters"))
                .isFalse();

        set("{'control':{'staticParameters':{'acr_values':'mfa'},'forwardedParameters':['hd'],"
                        + "'pushedAuthorization':'PUSHED_AUTHORIZATION_ALWAYS'}}")
                .ok();

        Answer after = api.admin("GET", path(""), "").ok();
        assertThat(after.text("control.staticParameters.acr_values")).isEqualTo("mfa");
        assertThat(after.text("control.pushedAuthorization")).isEqualTo("PUSHED_AUTHORIZATION_ALWAYS");
        assertThat(after.body().has("jwksUri")).isFalse();
    }

    @Test
    void keysArePublishedWithoutTheirPrivateParts() {
        String uri = set(KEYS).ok().text("jwksUri");

        assertThat(uri).endsWith("/idps/" + idp + "/keys");
        assertThat(published("use")).containsExactly("sig", "enc");
        assertThat(published("alg")).containsExactly("ES256", "ECDH-ES");
        assertThat(published()).noneMatch(key -> key.has("d"));
        assertThat(JsonParser.parseString(api.admin("GET", path(""), "").ok().text("jwks")))
                .isEqualTo(api.admin("GET", "/idps/" + idp + "/keys", "").body());
    }

    @Test
    void keysStayUntilOthersAreWanted() {
        set(KEYS).ok();
        List<String> first = published("kid");
        set(KEYS.replace("{'control':{", "{'control':{'staticParameters':{'hd':'acme'},"))
                .ok();
        assertThat(published("kid")).isEqualTo(first);

        set(KEYS.replace("'idToken", "'signingAlgorithm':'SIGNING_ALGORITHM_RS256','idToken"))
                .ok();
        assertThat(published("alg")).containsExactly("ECDH-ES", "RS256");
        assertThat(published("kid").getFirst()).isEqualTo(first.getLast());

        assertThat(set("{'control':{}}").ok().body().has("jwksUri")).isFalse();
        assertThat(api.features.upstreamControls().of(instance, idp).published().isEmpty())
                .isTrue();
    }

    @Test
    void newKeysStandBesideTheOldUntilTheyAreActivated() {
        set(KEYS).ok();
        List<String> first = published("kid");
        api.admin("POST", path("/keys/_activate"), "{}").refused(400, "UPST-Nx3pr");

        api.admin("POST", path("/keys/_prepare"), "{}").ok();
        api.admin("POST", path("/keys/_prepare"), "{}").ok();
        List<String> both = published("kid");
        assertThat(both).hasSize(4).containsAll(first);

        api.admin("POST", path("/keys/_activate"), "{}").ok();
        assertThat(published("kid")).containsExactlyInAnyOrder(both.get(0), both.get(2), both.get(3));

        api.admin("POST", path("/keys/_prepare"), "{}").ok();
        assertThat(published("kid")).hasSize(4).doesNotContainAnyElementsOf(first);
        new Replay(StreamKinds.ALL).assertTablesTellTheSame(api.base.store(), instance);
    }

    @Test
    void withoutKeysNothingIsPrepared() {
        api.admin("POST", path("/keys/_prepare"), "{}").refused(400, "UPST-Nk5ys");
        set("{'control':{'staticParameters':{'hd':'acme'}}}").ok();
        api.admin("POST", path("/keys/_prepare"), "{}").refused(400, "UPST-Nk5ys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'staticParameters':{'state':'x'}; UPST-Pr3tc",
                "'forwardedParameters':['nonce']; UPST-Pr3tc",
                "'requireEncryptedIdToken':true; UPST-En8cr"
            })
    void whatCanNotBeIsRefusedAndChangesNothing(String control, String id) {
        set("{'control':{" + control + "}}").refused(400, id);
        assertThat(api.features.upstreamControls().of(instance, idp).settings()).isEqualTo(UpstreamSettings.NONE);
    }

    @Test
    void otherProtocolsHaveNoSuchThing() {
        idp = api.admin(
                        "POST",
                        "/admin/v1/idps/jwt",
                        "{'name':'J','issuer':'https://j.example.com','jwtEndpoint':'https://j.example.com/jwt',"
                                + "'keysEndpoint':'https://j.example.com/keys','headerName':'x-jwt'}")
                .ok()
                .text("idpId");
        set("{'control':{}}").refused(400, "UPST-Kd2nd");
        idp = api.admin("POST", "/admin/v1/idps/github", "{'clientId':'c','clientSecret':'s','name':'G'}")
                .ok()
                .text("id");
        set("{'control':{'pushedAuthorization':'PUSHED_AUTHORIZATION_ALWAYS'}}").refused(400, "UPST-Oa6th");
        set("{'control':{'staticParameters':{'allow_signup':'false'}}}").ok();
        idp = "1";
        set("{'control':{}}").refused(404, "UPST-Nf1dp");
    }

    @Test
    void itGoesWithTheProvider() {
        set(KEYS.replace("{'control':{", "{'control':{'forwardedParameters':['hd'],"))
                .ok();
        ForwardedNames names = new ForwardedNames(api.base.store());
        Parameters request = Parameters.parse("hd=acme&other=1");
        assertThat(names.of(instance, request)).isEqualTo(Map.of("hd", "acme"));

        api.admin("DELETE", "/admin/v1/idps/templates/" + idp, "").ok();

        assertThat(names.of(instance, request)).isEmpty();
        assertThat(api.features.upstreamControls().of(instance, idp).published().isEmpty())
                .isTrue();
    }

    @Test
    void theHistoryHoldsNoPrivateKey() {
        set(KEYS).ok();
        Answer events =
                api.admin("POST", "/admin/v1/events/_search", "{'eventTypes':['idp.upstream.pair.added'],'limit':10}");
        assertThat(events.ok().body().getAsJsonArray("events")).hasSize(2);
        assertThat(events.body().toString()).doesNotContain("sealed").contains("publicKey");
    }

    @Test
    void whoAdministersTheOrganizationsProvidersSaysIt() {
        Robot manager = api.robot("manager");
        String other = api.admin("POST", "/management/v1/orgs", "{'name':'Other'}")
                .ok()
                .text("id");
        api.call(
                        api.administrator,
                        other,
                        "POST",
                        "/management/v1/orgs/me/members",
                        "{'userId':'" + manager.id() + "','roles':['ORG_OWNER']}")
                .ok();
        for (String deed : List.of("GET", "PUT")) {
            assertThat(api.call(manager.token(), other, deed, path(""), deed.equals("GET") ? "" : "{'control':{}}")
                            .status())
                    .isEqualTo(403);
        }
        idp = api.call(
                        api.administrator,
                        other,
                        "POST",
                        "/management/v1/idps/generic_oidc",
                        "{'name':'OP','issuer':'https://op.example.com','clientId':'c','clientSecret':'s'}")
                .ok()
                .text("id");
        api.call(manager.token(), other, "PUT", path(""), "{'control':{}}").ok();
        api.call(manager.token(), other, "GET", path(""), "").ok();
        Robot nobody = api.robot("nobody");
        assertThat(api.call(nobody.token(), "", "GET", path(""), "").status()).isEqualTo(403);
        assertThat(api.call(nobody.token(), "", "POST", path("/keys/_prepare"), "{}")
                        .status())
                .isEqualTo(403);
    }
}
