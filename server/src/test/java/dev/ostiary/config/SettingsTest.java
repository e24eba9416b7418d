package dev.ostiary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.config.Settings.InsecureIssuers;
import dev.ostiary.config.Settings.LogForm;
import dev.ostiary.config.Settings.MetricsPlace;
import dev.ostiary.store.postgres.PostgresAddress;
import dev.ostiary.store.postgres.PostgresAddress.Host;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String PREVIOUS_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    @TempDir
    Path dir;

    @Test
    void whoSetsNothingGetsAServerForThisMachineOnly() {
        assertThat(flags(Map.of()))
                .isEqualTo(new Settings(
                        8080,
                        "127.0.0.1",
                        Path.of("./data"),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "",
                        InsecureIssuers.LOOPBACK,
                        List.of("127.0.0.0/8", "::1/128"),
                        LogForm.TEXT,
                        false,
                        new MetricsPlace.WithTheRest(),
                        Optional.empty(),
                        1,
                        100,
                        List.of(),
                        Duration.ofDays(90),
                        List.of()));
    }

    @Test
    void everythingCanBeSet() {
        Map<String, String> all = Map.ofEntries(
                Map.entry("port", "9090"),
                Map.entry("bind", "0.0.0.0"),
                Map.entry("data", "/var/lib/ostiary"),
                Map.entry("store", "postgres://ostiary@db.example.com/id?sslmode=verify-full"),
                Map.entry("public-url", "https://id.example.com"),
                Map.entry("master-key", MASTER_KEY),
                Map.entry("previous-master-key", PREVIOUS_KEY),
                Map.entry("insecure-issuers", "none"),
                Map.entry("outbound-allow", "10.0.0.0/8, 192.168.1.0/24"),
                Map.entry("log", "json"),
                Map.entry("access-log", "on"),
                Map.entry("metrics", "[::1]:9464"),
                Map.entry("otlp-endpoint", "http://collector:4318/"),
                Map.entry("trace-ratio", "0.25"),
                Map.entry("client-limit", "7"),
                Map.entry("trusted-proxies", "10.1.0.0/16"),
                Map.entry("signing-key-lifetime", "30"),
                Map.entry("name-servers", "192.0.2.53:5353, [2001:db8::53]"));

        assertThat(flags(all))
                .isEqualTo(new Settings(
                        9090,
                        "0.0.0.0",
                        Path.of("/var/lib/ostiary"),
                        Optional.of(new PostgresAddress(
                                List.of(new Host("db.example.com", 5432)),
                                "id",
                                "ostiary",
                                "",
                                Map.of("sslmode", "verify-full"))),
                        Optional.of(URI.create("https://id.example.com")),
                        MASTER_KEY,
                        PREVIOUS_KEY,
                        InsecureIssuers.NONE,
                        List.of("10.0.0.0/8", "192.168.1.0/24"),
                        LogForm.JSON,
                        true,
                        new MetricsPlace.Apart("[::1]", 9464),
                        Optional.of(URI.create("http://collector:4318")),
                        0.25,
                        7,
                        List.of("10.1.0.0/16"),
                        Duration.ofDays(30),
                        List.of("192.0.2.53:5353", "[2001:db8::53]")));
    }

    @Test
    void theVariableOfOpenTelemetrySaysWhereTracesGoUnlessOursDoes() {
        Map<String, String> theirs = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://theirs:4318");
        Map<String, String> both = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://theirs:4318", "OSTIARY_OTLP_ENDPOINT", "http://ours:4318");

        assertThat(Settings.read(Map.of(), theirs, null).otlpEndpoint()).contains(URI.create("http://theirs:4318"));
        assertThat(Settings.read(Map.of(), both, null).otlpEndpoint()).contains(URI.create("http://ours:4318"));
    }

    @Test
    void aPreviousMasterKeyAloneIsRefused() {
        assertThatThrownBy(() -> flags(Map.of("previous-master-key", PREVIOUS_KEY)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("previous-master-key")
                .hasMessageNotContaining(PREVIOUS_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, 8080",
                "-, -, 1, 1",
                "-, 2, -, 2",
                "-, 2, 1, 2",
                "3, -, -, 3",
                "3, -, 1, 3",
                "3, 2, -, 3",
                "3, 2, 1, 3"
            })
    void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault(
            @Nullable String flag, @Nullable String variable, @Nullable String inFile, int port) throws IOException {
        Settings settings = Settings.read(
                flag == null ? Map.of() : Map.of("port", flag),
                variable == null ? Map.of() : Map.of("OSTIARY_PORT", variable),
                file(inFile == null ? "" : "port = " + inFile));

        assertThat(settings.port()).isEqualTo(port);
    }

    @Test
    void thePasswordOfTheDatabaseIsReadAndNeverShown() {
        Settings settings =
                Settings.read(Map.of(), Map.of("OSTIARY_STORE", "postgres://os%40tiary:p%3Aa+ss@[::1]:6000/id"), null);

        assertThat(settings.postgres())
                .contains(new PostgresAddress(List.of(new Host("[::1]", 6000)), "id", "os@tiary", "p:a+ss", Map.of()));
        assertThat(settings.toString()).contains("postgres://[::1]:6000/id").doesNotContain("a+ss", "p%3A");
        assertThat(String.valueOf(settings.postgres())).doesNotContain("a+ss", "p%3A");
    }

    @Test
    void aDatabaseMayBeOnSeveralHosts() {
        Settings settings =
                flags(Map.of("store", "postgres://ostiary@a,[::1]:6000,b:5433/id?targetServerType=primary"));

        assertThat(settings.postgres().orElseThrow().hosts())
                .containsExactly(new Host("a", 5432), new Host("[::1]", 6000), new Host("b", 5433));
        assertThat(settings.toString()).contains("postgres://a:5432,[::1]:6000,b:5433/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,", ",a", "a:0x10", "a:70000", "a,b@c", "a,b_c"})
    void whatIsNoListOfHostsIsRefused(String hosts) {
        assertThatThrownBy(() -> flags(Map.of("store", "postgres://ostiary@" + hosts + "/id")))
                .isInstanceOf(WrongSetting.class);
    }

    @Test
    void thePasswordOfTheDatabaseIsRefusedWhereEverybodyCanReadIt() {
        assertThatThrownBy(() -> flags(Map.of("store", "postgres://ostiary:secret@localhost/id")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("--store can't be used: allowed is sqlite or postgres://")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void eachSettingIsNamedAlikeEverywhere(Setting setting) {
        String key = setting.key();

        assertThat(key).matches("[a-z]+(-[a-z]+)*");
        assertThat(setting.flag()).isEqualTo("--" + key);
        assertThat(setting.environmentVariable())
                .isEqualTo("OSTIARY_" + key.toUpperCase(Locale.ROOT).replace('-', '_'));
        assertThat(setting.meaning()).isNotBlank();
        assertThat(setting.allowed()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | -1",
                "PORT | 65536",
                "PORT | http",
                "PORT | ''",
                "PORT | 80 80",
                "ACCESS_LOG | yes",
                "METRICS | perhaps",
                "METRICS | :9464",
                "METRICS | localhost:",
                "METRICS | localhost:99999",
                "OTLP_ENDPOINT | collector:4318",
                "OTLP_ENDPOINT | ftp://collector",
                "TRACE_RATIO | 1.5",
                "TRACE_RATIO | NaN",
                "CLIENT_LIMIT | -1",
                "CLIENT_LIMIT | 1.5",
                "CLIENT_LIMIT | many",
                "BIND | ''",
                "DATA | ''",
                "STORE | ''",
                "STORE | mysql://ostiary@localhost/id",
                "STORE | postgres://localhost/id",
                "STORE | postgres://ostiary@localhost",
                "STORE | postgres://ostiary@localhost/",
                "STORE | postgres://ostiary@localhost/id/more",
                "STORE | postgres://ostiary@localhost/id?sslmode=sometimes",
                "STORE | postgres://ostiary@localhost/id?unknown=1",
                "STORE | postgres://ostiary@localhost:99999/id",
                "PUBLIC_URL | id.example.com",
                "PUBLIC_URL | ftp://id.example.com",
                "PUBLIC_URL | https://",
                "PUBLIC_URL | https:opaque",
                "PUBLIC_URL | https://id.example.com/path",
                "PUBLIC_URL | https://id.example.com?query",
                "PUBLIC_URL | https://id.example.com#fragment",
                "PUBLIC_URL | https://user@id.example.com",
                "PUBLIC_URL | https://id.example.com:99999",
                "PUBLIC_URL | https://id.exa mple.com",
                "MASTER_KEY | short",
                "MASTER_KEY | not base64 at all",
                "MASTER_KEY | AAAA",
                "INSECURE_ISSUERS | sometimes",
                "INSECURE_ISSUERS | ''",
                "LOG | xml"
            })
    void aWrongValueNamesWhereItWasSetAndWhatIsAllowed(Setting setting, String value) throws IOException {
        Path file = file(setting.key() + " = " + value);
        String allowed = " can't be used: allowed is " + setting.allowed();

        assertThatThrownBy(() -> flags(Map.of(setting.key(), value)))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(setting.flag() + allowed);
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(setting.environmentVariable(), value), null))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(setting.environmentVariable() + allowed);
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(), file))
                .isInstanceOf(WrongSetting.class)
                .hasMessage(setting.key() + " in " + file + allowed);
    }

    @Test
    void aFolderThatCannotBeOneIsRefused() {
        assertThatThrownBy(() -> flags(Map.of("data", "a\u0000b")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("--data");
    }

    @Test
    void aWrongMasterKeyIsNotRepeated() {
        assertThatThrownBy(() -> flags(Map.of("master-key", "hunter2")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example.com, https://id.example.com",
        "http://localhost:8080, http://localhost:8080",
        "https://id.example.com/, https://id.example.com",
        "https://[::1]:8443, https://[::1]:8443"
    })
    void aPublicUrlIsSchemeHostAndMaybePort(String given, URI kept) {
        assertThat(flags(Map.of("public-url", given)).publicUrl()).contains(kept);
    }

    @Test
    void blanksAroundAValueDoNotCount() {
        assertThat(flags(Map.of("port", " 9090 ")).port()).isEqualTo(9090);
    }

    @Test
    void noRangesAreAllowedWhenNoneAreNamed() {
        assertThat(flags(Map.of("outbound-allow", "")).outboundAllow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prot", "PORT", "OSTIARY_PORT", "--port", "public_url"})
    void aKeyThatIsNoSettingIsRefused(String key) throws IOException {
        Path file = file(key + " = 8080");

        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(), file))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(key + " in " + file);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = dir.resolve("missing.properties");

        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(), file))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        Path file = Files.write(dir.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(), file))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theMasterKeyIsNotInTheText() {
        assertThat(flags(Map.of("master-key", MASTER_KEY)).toString()).doesNotContain(MASTER_KEY);
    }

    private static Settings flags(Map<String, String> flags) {
        return Settings.read(flags, Map.of(), null);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(dir.resolve("ostiary.properties"), content, StandardCharsets.UTF_8);
    }
}
