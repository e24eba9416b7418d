package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.outbound.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that were written to do harm. */
class SamlMetadataAttackTest {

    private static void assertRefused(String xml) {
        assertThatThrownBy(() -> SamlMetadata.parse(SamlDocuments.bytes(xml)))
                .isInstanceOf(SamlMetadataException.class);
    }

    @Test
    void anEntityReadsNoFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "urn:secret");
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";

        assertRefused(entity + SamlDocuments.withKeys("<x>&e;</x>"));
    }

    @Test
    void nothingIsFetched() {
        try (TestServer server = new TestServer().on("/dtd", 200, "application/xml-dtd", "<!ELEMENT x ANY>")) {
            String uri = server.uri("/dtd").toString();
            assertRefused("<!DOCTYPE x SYSTEM \"" + uri + "\">" + SamlDocuments.MINIMAL);
            assertRefused("<!DOCTYPE x [<!ENTITY % p SYSTEM \"" + uri + "\"> %p;]>" + SamlDocuments.MINIMAL);
            assertThat(server.asked).isEmpty();
        }
    }

    @Test
    void whatIsNotADocumentTypeIsNotFetchedEither() throws Exception {
        try (TestServer server = new TestServer().on("/x", 200, "application/xml", SamlDocuments.MINIMAL)) {
            String uri = server.uri("/x").toString();
            String xml = "<?xml-stylesheet href=\"" + uri + "\"?>"
                    + SamlDocuments.withKeys(
                                    "<include xmlns=\"http://www.w3.org/2001/XInclude\" href=\"" + uri + "\"/>")
                            .replace(
                                    " entityID",
                                    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a "
                                            + uri + "\" entityID");
            assertThat(SamlMetadata.parse(SamlDocuments.bytes(xml)).singleSignOn())
                    .hasSize(1);
            assertThat(server.asked).isEmpty();
        }
    }

    @Test
    void entitiesAreNotExpanded() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
        }
        assertRefused(laughs + "]>" + SamlDocuments.withKeys("<x>&e29;</x>"));
    }

    @Test
    void evenAHarmlessDocumentTypeIsRefused() {
        assertRefused("<!DOCTYPE EntityDescriptor>" + SamlDocuments.MINIMAL);
    }

    @Test
    void depthIsBounded() throws Exception {
        assertThat(nested(50).singleSignOn()).hasSize(1);
        assertThatThrownBy(() -> nested(70)).isInstanceOf(SamlMetadataException.class);
        assertThatThrownBy(() -> nested(70_000)).isInstanceOf(SamlMetadataException.class);
    }

    private static SamlMetadata nested(int depth) throws SamlMetadataException {
        return SamlMetadata.parse(
                SamlDocuments.bytes(SamlDocuments.withKeys("<x>".repeat(depth) + "</x>".repeat(depth))));
    }

    @Test
    void sizeIsBounded() throws Exception {
        byte[] most = Arrays.copyOf(SamlDocuments.bytes(SamlDocuments.MINIMAL), SamlMetadata.MOST_BYTES);
        Arrays.fill(most, SamlDocuments.bytes(SamlDocuments.MINIMAL).length, most.length, (byte) ' ');
        assertThat(SamlMetadata.parse(most).singleSignOn()).hasSize(1);

        assertThatThrownBy(() -> SamlMetadata.parse(Arrays.copyOf(most, most.length + 1)))
                .isInstanceOf(SamlMetadataException.class)
                .hasMessageContaining("500000");
    }

    @Test
    void hugeAndManyAttributesAreRefused() {
        assertRefused(SamlDocuments.MINIMAL.replace("/metadata\">", "/" + "a".repeat(400_000) + "\">"));
        StringBuilder many = new StringBuilder(" ");
        for (int i = 0; i < 30_000; i++) {
            many.append("a").append(i).append("='' ");
        }
        assertRefused(SamlDocuments.MINIMAL.replace(" entityID", many + "entityID"));
    }

    @Test
    void theReasonQuotesNothingOfTheDocument() {
        assertThatThrownBy(() -> SamlMetadata.parse(SamlDocuments.bytes("<confidential>")))
                .hasMessageNotContaining("confidential")
                .hasNoCause();
    }

    @Property(tries = 3_000)
    void aDamagedDocumentIsReadOrRefused(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int damages, @ForAll boolean keycloak) {
        Random random = new Random(seed);
        byte[] xml = SamlDocuments.bytes(keycloak ? SamlDocuments.likeKeycloak() : SamlDocuments.likeEntra());
        for (int i = 0; i < damages; i++) {
            xml = damaged(xml, random);
        }
        try {
            assertThat(SamlMetadata.parse(xml).singleSignOn()).isNotEmpty();
        } catch (SamlMetadataException refused) {
            assertThat(refused).hasMessageMatching("[ -~]{10,200}");
        }
    }

    /** One byte is another, or a piece is lost, doubled, or copied elsewhere. */
    private static byte[] damaged(byte[] xml, Random random) {
        byte[] result = xml.clone();
        int at = random.nextInt(xml.length);
        int length = random.nextInt(Math.min(64, xml.length - at)) + 1;
        switch (random.nextInt(4)) {
            case 0 -> result[at] = (byte) random.nextInt(256);
            case 1 -> result[at] = (byte) "<>&\"'=/! \n:[]%".charAt(random.nextInt(14));
            case 2 -> System.arraycopy(xml, at, result, random.nextInt(xml.length - length + 1), length);
            default -> {
                result = new byte[Math.max(1, xml.length - length)];
                System.arraycopy(xml, 0, result, 0, Math.min(at, result.length));
                System.arraycopy(
                        xml,
                        Math.min(at + length, xml.length),
                        result,
                        Math.min(at, result.length),
                        xml.length - at - length);
            }
        }
        return result;
    }
}
