package dev.ostiary.federation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules see of a person of whom a provider speaks in two places. */
class JoinedClaimsTest {

    private static Map<String, Object> claims(String text) throws ParseException {
        return JSONObjectUtils.parse(text);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'sub':'a'}                 | {'groups':['x']}                | {'sub':'a','groups':['x']}",
                "{'groups':['u']}            | {'groups':['x']}                | {'groups':['u']}",
                "{'groups':[]}               | {'groups':['x']}                | {'groups':[]}",
                "{'groups':null}             | {'groups':['x']}                | {'groups':['x']}",
                "{'groups':['u']}            | {'groups':null}                 | {'groups':['u']}",
                "{'groups':['u']}            | {'Groups':['x']}                | {'groups':['u'],'Groups':['x']}",
                "{'realm':{'roles':['u']}}   | {'realm':{'teams':['x']}}       | {'realm':{'roles':['u']}}",
                "{'n':12345678901234567890}  | {'m':1.50}                      | {'n':12345678901234567890,'m':1.5}",
                "{'name':'A'}                | {'tid':'t','oid':'o','hd':'d'}  | {'name':'A','tid':'t','oid':'o','hd':'d'}",
                "{'name':'A'}                | {'iss':'i','sub':'s','aud':'c','azp':'c','exp':1,'nbf':1,'iat':1} | {'name':'A'}",
                "{'name':'A'}                | {'jti':'j','nonce':'n','at_hash':'h','c_hash':'h','s_hash':'h','auth_time':1,'sid':'s'} | {'name':'A'}",
                "{'name':'A','auth_time':2}  | {'auth_time':1}                 | {'name':'A','auth_time':2}",
                "{}                          | {}                              | {}",
            })
    void rulesSeeWhatEitherPlaceSays(String userinfo, String idToken, String seen) throws ParseException {
        String said = quoted(userinfo);

        String joined = JoinedClaims.join(said, JoinedClaims.beside(claims(said), claims(quoted(idToken))));

        assertThat(JsonParser.parseString(joined)).isEqualTo(JsonParser.parseString(quoted(seen)));
    }

    @Test
    void whereTheIdTokenIsAllThatIsSaidNothingIsBesideIt() throws ParseException {
        Map<String, Object> idToken = claims("{\"iss\":\"i\",\"groups\":[\"x\"]}");

        assertThat(JoinedClaims.beside(idToken, idToken)).isEmpty();
    }
}
