package dev.ostiary.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final JsonObject DOCUMENT = OpenApi.of(Contract.FILES);

    @Test
    void everyCallWithARouteIsAnOperationOnce() {
        List<String> ids = new ArrayList<>();
        paths().entrySet()
                .forEach(path -> path.getValue()
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(operation -> ids.add(operation
                                .getValue()
                                .getAsJsonObject()
                                .get("operationId")
                                .getAsString())));

        long calls = Contract.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getOptions().hasExtension(AnnotationsProto.http))
                .count();
        assertThat(ids).doesNotHaveDuplicates().hasSize((int) calls);
    }

    @Test
    void aCallSaysItsPermissionAndTheLimitsOfItsBody() {
        JsonObject add = operation("/admin/v1/idps/generic_oidc", "post");

        assertThat(add.get("x-permission").getAsString()).isEqualTo("iam.idp.write");
        assertThat(add.getAsJsonObject("requestBody")
                        .getAsJsonObject("content")
                        .getAsJsonObject("application/json")
                        .getAsJsonObject("schema"))
                .hasToString("{\"$ref\":\"#/components/schemas/zitadel.admin.v1.AddGenericOIDCProviderRequest\"}");
        JsonObject schema = schemas().getAsJsonObject("zitadel.admin.v1.AddGenericOIDCProviderRequest");
        assertThat(schema.getAsJsonObject("properties").get("name"))
                .hasToString("{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}");
        assertThat(schema.getAsJsonObject("properties").get("scopes"))
                .hasToString("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":100},"
                        + "\"maxItems\":20}");
        assertThat(schema.get("required")).hasToString("[\"name\",\"issuer\",\"clientId\",\"clientSecret\"]");
    }

    @Test
    void whatStandsInThePathIsNoPartOfTheBody() {
        JsonObject update = operation("/management/v1/idps/generic_oidc/{id}", "put");

        assertThat(update.getAsJsonArray("parameters")).hasSize(1);
        JsonObject body = update.getAsJsonObject("requestBody")
                .getAsJsonObject("content")
                .getAsJsonObject("application/json")
                .getAsJsonObject("schema");
        assertThat(body.getAsJsonObject("properties").keySet())
                .contains("issuer")
                .doesNotContain("id");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryParameterOfAPathIsNamedInIt() {
        Set<String> references = new HashSet<>();
        collect(DOCUMENT, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(schemas().has(reference.substring("#/components/schemas/".length())))
                                .as(reference)
                                .isTrue());
        paths().entrySet()
                .forEach(path -> path.getValue()
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(operation -> operation
                                .getValue()
                                .getAsJsonObject()
                                .getAsJsonArray("parameters")
                                .forEach(parameter -> {
                                    JsonObject is = parameter.getAsJsonObject();
                                    if (is.get("in").getAsString().equals("path")) {
                                        assertThat(path.getKey())
                                                .contains("{" + is.get("name").getAsString() + "}");
                                    }
                                })));
    }

    private static void collect(JsonElement element, Set<String> references) {
        if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(member -> {
                if (member.getKey().equals("$ref")) {
                    references.add(member.getValue().getAsString());
                }
                collect(member.getValue(), references);
            });
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> collect(each, references));
        }
    }

    private static JsonObject operation(String path, String verb) {
        return paths().getAsJsonObject(path).getAsJsonObject(verb);
    }

    private static JsonObject paths() {
        return DOCUMENT.getAsJsonObject("paths");
    }

    private static JsonObject schemas() {
        return DOCUMENT.getAsJsonObject("components").getAsJsonObject("schemas");
    }
}
