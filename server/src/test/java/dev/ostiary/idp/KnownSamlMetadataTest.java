package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.idp.Saml.Binding;
import dev.ostiary.idp.Saml.NameIdFormat;
import dev.ostiary.idp.Saml.SignatureAlgorithm;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class KnownSamlMetadataTest {
    private final KnownSamlMetadata known = new KnownSamlMetadata();

    private static Saml provider(String xml) {
        return new Saml(
                Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)),
                "",
                "",
                Binding.REDIRECT,
                false,
                SignatureAlgorithm.UNSPECIFIED,
                NameIdFormat.DEFAULT,
                "",
                false);
    }

    @Test
    void aDocumentIsReadOnce() throws Exception {
        SamlMetadata first = known.of(provider(TestSamlIdp.metadata()));

        assertThat(known.of(provider(TestSamlIdp.metadata()))).isSameAs(first);
        assertThat(first).isEqualTo(SamlMetadata.parse(TestSamlIdp.metadata().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aChangedDocumentIsAnother() throws Exception {
        known.of(provider(TestSamlIdp.metadata()));

        SamlMetadata changed =
                known.of(provider(TestSamlIdp.metadata().replace(TestSamlIdp.ENTITY, "https://other.example.com")));

        assertThat(changed.entityId()).isEqualTo("https://other.example.com");
        assertThat(known.of(provider(TestSamlIdp.metadata())).entityId()).isEqualTo(TestSamlIdp.ENTITY);
    }

    @Test
    void whatCannotBeReadIsNotKept() {
        assertThatThrownBy(() -> known.of(provider("<nothing/>"))).isInstanceOf(SamlMetadataException.class);

        assertThat(known.size()).isZero();
    }

    @Test
    void noMoreIsKeptThanThereIsRoomFor() throws Exception {
        String half = TestSamlIdp.metadata() + "<!--" + "x".repeat(490_000) + "-->";
        int room = KnownSamlMetadata.MOST / provider(half).metadata().length();

        for (int i = 0; i < 3 * room; i++) {
            known.of(provider(half + "<!--" + i + "-->"));
            assertThat(known.size()).isLessThanOrEqualTo(room);
        }
    }
}
