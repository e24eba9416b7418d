package dev.ostiary.store.move;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a column holds, whichever database it is in. Its text is that of PostgreSQL, so that equal values have equal texts. */
enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    BYTES;

    /** @param type as {@code information_schema.columns.data_type} names it */
    static Optional<Kind> of(String type) {
        return switch (type) {
            case "text" -> Optional.of(TEXT);
            case "bigint", "integer", "smallint" -> Optional.of(NUMBER);
            case "boolean" -> Optional.of(BOOLEAN);
            case "bytea" -> Optional.of(BYTES);
            default -> Optional.empty();
        };
    }

    @Nullable
    String read(ResultSet row, int column) throws SQLException {
        String text = switch (this) {
            case TEXT -> row.getString(column);
            case NUMBER -> Long.toString(row.getLong(column));
            case BOOLEAN -> row.getBoolean(column) ? "t" : "f";
            case BYTES -> {
                byte[] bytes = row.getBytes(column);
                yield bytes == null ? null : "\\x" + HexFormat.of().formatHex(bytes);
            }
        };
        return row.wasNull() ? null : text;
    }

    /** The order in which both databases list a key: numbers as numbers, text by its UTF-8 bytes. */
    int compare(String a, String b) {
        return this == NUMBER
                ? Long.compare(Long.parseLong(a), Long.parseLong(b))
                : Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws SQLException also where a key can't be of this kind */
    void bind(PreparedStatement statement, int parameter, String value) throws SQLException {
        switch (this) {
            case TEXT -> statement.setString(parameter, value);
            case NUMBER -> statement.setLong(parameter, Long.parseLong(value));
            case BOOLEAN, BYTES -> throw new SQLException("no key is of this kind: " + this);
        }
    }
}
