package dev.ostiary.federation.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.Reason;
import dev.ostiary.federation.TestDirectory;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import dev.ostiary.outbound.AddressRules;
import dev.ostiary.outbound.Cidr;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectoryLoginTest {
    private static final DirectoryLogin.Person ADA = new DirectoryLogin.Person("ada", TestDirectory.PASSWORD);

    private final TestDirectory directory = new TestDirectory();

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void whereTheSettingsSaySoNoPasswordGoesUnencrypted() {
        DirectoryFailure failure = failure(AddressRules.LOOPBACK, false);

        assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_UNUSABLE);
        assertThat(failure.detail()).contains("unencrypted");
    }

    @Test
    void anAddressThatIsNotAllowedIsNotCalled() {
        DirectoryFailure failure = failure(List.of(), true);

        assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_UNREACHABLE);
        assertThat(failure.detail()).contains("refused-address");
    }

    @Test
    void thereIsNoPersonWithoutAPassword() {
        assertThatThrownBy(() -> new DirectoryLogin.Person("ada", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private DirectoryFailure failure(List<Cidr> allowed, boolean unencrypted) {
        try (OutboundClient http = new OutboundClient(allowed, OutboundLimits.DEFAULT)) {
            DirectoryLogin login = new DirectoryLogin(http.sockets(), address -> unencrypted);
            return catchThrowableOfType(
                    DirectoryFailure.class, () -> login.prove(config(), "reader-secret", ADA, new Nobody()));
        }
    }

    private Ldap config() {
        return new Ldap(
                List.of(directory.url()),
                false,
                TestDirectory.BASE,
                "cn=reader," + TestDirectory.BASE,
                "dn",
                List.of("person"),
                List.of("uid"),
                Duration.ZERO,
                new Attributes("uid", "", "", "", "", "", "", "", "", "", "", "", ""),
                "");
    }

    private static final class Nobody implements DirectoryLogin.Witness {
        @Override
        public void ok(Stage stage, String detail) {}

        @Override
        public void failed(DirectoryFailure failure) {}

        @Override
        public boolean mayTry(String dn) {
            return true;
        }

        @Override
        public void wrong(String dn) {}
    }
}
