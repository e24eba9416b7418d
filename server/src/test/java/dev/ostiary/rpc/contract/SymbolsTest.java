package dev.ostiary.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolsTest {

    private final Symbols symbols = Symbols.of(Contract.FILES);

    @Test
    void theServicesOfTheGivenFilesAreListedInOrder() {
        assertThat(symbols.services())
                .isSorted()
                .contains("zitadel.admin.v1.AdminService", "zitadel.user.v2.UserService")
                .hasSameElementsAs(Contract.FILES.stream()
                        .flatMap(file -> file.getServices().stream())
                        .map(service -> service.getFullName())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "zitadel.admin.v1.AdminService, zitadel/admin/v1.proto",
        "zitadel.admin.v1.AdminService.AddGenericOIDCProvider, zitadel/admin/v1.proto",
        "zitadel.admin.v1.AddGenericOIDCProviderRequest, zitadel/admin/v1.proto",
        "zitadel.admin.v1.AddGenericOIDCProviderRequest.issuer, zitadel/admin/v1.proto",
        "zitadel.idp.v1.Options, zitadel/idp/v1.proto",
        "zitadel.idp.v1.IDPState, zitadel/idp/v1.proto",
        "zitadel.idp.v1.IDP_STATE_ACTIVE, zitadel/idp/v1.proto",
        "zitadel.idp.v1.ProviderConfig.config, zitadel/idp/v1.proto",
        "google.protobuf.DescriptorProto.ExtensionRange, google/protobuf/descriptor.proto",
        "google.api.http, google/api/annotations.proto"
    })
    void whateverHasANameIsFoundInItsFile(String symbol, String file) {
        assertThat(symbols.declaring(symbol)).map(FileDescriptor::getName).hasValue(file);
        assertThat(symbols.file(file)).map(FileDescriptor::getName).hasValue(file);
    }

    @Test
    void extensionsAreFoundByWhatTheyExtend() {
        assertThat(symbols.declaringExtension("google.protobuf.MethodOptions", 72295728))
                .map(FileDescriptor::getName)
                .hasValue("google/api/annotations.proto");
        assertThat(symbols.declaringExtension("google.protobuf.MethodOptions", 1))
                .isEmpty();
        assertThat(symbols.declaringExtension("zitadel.idp.v1.Options", 1)).isEmpty();
        assertThat(symbols.extensionsOf("google.protobuf.MethodOptions"))
                .hasValueSatisfying(
                        numbers -> assertThat(List.copyOf(numbers)).isSorted().contains(72295728));
        assertThat(symbols.extensionsOf("zitadel.idp.v1.Options"))
                .hasValueSatisfying(numbers -> assertThat(numbers).isEmpty());
        assertThat(symbols.extensionsOf("no.such.Type")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "zitadel", "zitadel.admin.v1", ".zitadel.idp.v1.Options", "zitadel/idp/v1.proto"})
    void whatDeclaresNothingIsNotFound(String symbol) {
        assertThat(symbols.declaring(symbol)).isEmpty();
    }
}
