package dev.ostiary.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import dev.ostiary.rpc.Calls.Implementation;
import dev.ostiary.rpc.contract.Routes.Match;
import dev.ostiary.rpc.contract.Routes.Miss;
import dev.ostiary.rpc.contract.Routes.Variable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private final Routes routes = new Routes();

    RoutesTest() {
        add("GET", "/users/{id}");
        add("POST", "/users");
        add("PUT", "/users/{id}");
        add("POST", "/users/{id}/keys/{key_id}");
        add("POST", "/users/{id}/keys/_search");
        add("GET", "/users/_is_unique");
        add("DELETE", "/roles/{key=**}");
        add("POST", "/metadata/_bulk");
        add("POST", "/metadata/{key}");
    }

    private void add(String httpMethod, String path) {
        Implementation nothing = new Implementation(Empty.getDefaultInstance(), (call, message) -> message, false);
        routes.add(
                httpMethod,
                path,
                "*",
                new Method(path, nothing, "", Optional.empty(), List.of(), 200, Empty.getDefaultInstance(), true));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /users/1,                 /users/{id}",
        "PUT,    /users/1,                 /users/{id}",
        "PUT,    /users/,                  /users/{id}",
        "POST,   /users,                   /users",
        "POST,   /users/1/keys/2,          /users/{id}/keys/{key_id}",
        "DELETE, /roles/a/b/c,             /roles/{key=**}",
        "DELETE, /roles,                   /roles/{key=**}"
    })
    void aPathLeadsToItsCall(String httpMethod, String path, String method) {
        assertThat(match(httpMethod, path).method().name()).isEqualTo(method);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /users/1/keys/_search, /users/{id}/keys/_search",
        "GET,  /users/_is_unique,     /users/_is_unique",
        "POST, /metadata/_bulk,       /metadata/{key}"
    })
    void ofRulesThatFitTheOneDeclaredLastWins(String httpMethod, String path, String method) {
        assertThat(match(httpMethod, path).method().name()).isEqualTo(method);
    }

    @Test
    void variablesAreTakenFromThePath() {
        assertThat(match("POST", "/users/1/keys/2").variables())
                .containsExactly(new Variable("id", "1"), new Variable("key_id", "2"));
        assertThat(match("DELETE", "/roles/a/b").variables()).containsExactly(new Variable("key", "a/b"));
        assertThat(match("DELETE", "/roles").variables()).containsExactly(new Variable("key", ""));
        assertThat(match("PUT", "/users/").variables()).containsExactly(new Variable("id", ""));
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /users/1", "HEAD, /users/1", "POST, /users/", "GET, /users", "OPTIONS, /roles/x"})
    void aPathThatOnlyOtherMethodsHaveIsToldApart(String httpMethod, String path) {
        assertThat(routes.find(httpMethod, path)).isEqualTo(Miss.OTHER_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nope", "/Users", "/users/1/2", "/users/1/keys", "/users/1/keys/2/"})
    void aPathOfNoRuleIsNotFound(String path) {
        assertThat(routes.find("GET", path)).isEqualTo(Miss.NO_SUCH_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/{b=c/*}", "/a/{b=**}/c", "/a:verb", "/a/*"})
    void aTemplateThatIsNotUnderstoodStopsTheStart(String path) {
        assertThatThrownBy(() -> add("GET", path)).isInstanceOf(IllegalArgumentException.class);
    }

    private Match match(String httpMethod, String path) {
        assertThat(routes.find(httpMethod, path)).isInstanceOf(Match.class);
        return (Match) routes.find(httpMethod, path);
    }
}
