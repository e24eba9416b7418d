package dev.ostiary.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where settings come from. A flag beats the environment, the environment beats the file, the file beats the default. */
final class Sources {

    /** @param source where the value was found, for messages */
    record Value(String text, String source) {}

    /** What everything that speaks OpenTelemetry's protocol reads. */
    private static final String OPEN_TELEMETRY = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    private Sources() {}

    /**
     * @param flags by key, without dashes
     * @param file keys are those of {@link Setting#key}; null for none
     */
    static Sources of(Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
        Sources sources = new Sources();
        for (Setting setting : Setting.values()) {
            sources.values.put(setting, new Value(setting.standard(), "the default of " + setting.key()));
        }
        if (file != null) {
            sources.read(file);
        }
        for (Setting setting : Setting.values()) {
            if (setting == Setting.OTLP_ENDPOINT) {
                sources.put(setting, environment.get(OPEN_TELEMETRY), OPEN_TELEMETRY);
            }
            sources.put(setting, environment.get(setting.environmentVariable()), setting.environmentVariable());
            sources.put(setting, flags.get(setting.key()), setting.flag());
        }
        return sources;
    }

    Value get(Setting setting) {
        Value value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " has no value");
        }
        return value;
    }

    private void put(Setting setting, @Nullable String text, String source) {
        if (text != null) {
            values.put(setting, new Value(text.strip(), source));
        }
    }

    private void read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new WrongSetting("the configuration file " + file + " can't be read");
        }
        for (String key : properties.stringPropertyNames()) {
            put(setting(key, file), properties.getProperty(key), key + " in " + file);
        }
    }

    private static Setting setting(String key, Path file) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        throw new WrongSetting(key + " in " + file + " is no setting; see ./ostiary help");
    }
}
