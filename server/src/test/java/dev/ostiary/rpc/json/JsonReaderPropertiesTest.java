package dev.ostiary.rpc.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.api.admin.v1.GetLoginPolicyResponse;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.idp.v1.Provider;
import dev.ostiary.api.user.v2.AddHumanUserRequest;
import dev.ostiary.rpc.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonReaderPropertiesTest {

    private static final String DAMAGE = "{}[]\",:\\u0e-.tn1";

    private static final List<Message> PROTOTYPES = List.of(
            UpdateGenericOIDCProviderRequest.getDefaultInstance(),
            ListProvidersRequest.getDefaultInstance(),
            AddHumanUserRequest.getDefaultInstance(),
            GetLoginPolicyResponse.getDefaultInstance(),
            Provider.getDefaultInstance());

    private static final JsonReader READER = new JsonReader(new FieldNames());

    @Provide
    Arbitrary<Message> messages() {
        return Arbitraries.of(PROTOTYPES)
                .flatMap(prototype -> Arbitraries.randomValue(random -> Messages.random(prototype, random)));
    }

    @Property
    void whatIsPrintedIsReadBack(@ForAll("messages") Message message) throws InvalidProtocolBufferException {
        JsonFormat.Printer printer = JsonFormat.printer();
        JsonFormat.Printer other = printer.omittingInsignificantWhitespace().preservingProtoFieldNames();
        assertThat(read(printer.print(message).getBytes(StandardCharsets.UTF_8), message))
                .isEqualTo(message);
        assertThat(read(other.print(message).getBytes(StandardCharsets.UTF_8), message))
                .isEqualTo(message);
    }

    @Property
    void damageNeverCausesMoreThanAProblem(@ForAll("messages") Message message, @ForAll long seed)
            throws InvalidProtocolBufferException {
        byte[] json = JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            json[random.nextInt(json.length)] = random.nextBoolean()
                    ? (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()))
                    : (byte) random.nextInt();
        }
        try {
            assertThat(read(json, message).isInitialized()).isTrue();
        } catch (Problem problem) {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
        }
    }

    private static Message read(byte[] json, Message like) {
        Message.Builder into = like.newBuilderForType();
        READER.read(json, into);
        return into.build();
    }
}
