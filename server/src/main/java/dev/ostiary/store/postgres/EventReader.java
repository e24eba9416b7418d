package dev.ostiary.store.postgres;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Stream;
import dev.ostiary.store.postgres.Positions.Moment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads events by their positions, each when it can be seen. Used by one thread. */
final class EventReader {
    private static final int PAGE = 1000;

    /** How far back transactions that had not ended at the start may have written. */
    private static final int LOOK_BACK = 1000;

    /** Where transactions have no numbers, none is taken to last longer. */
    private static final long LONGEST_TRANSACTION = Duration.ofMinutes(10).toNanos();

    private static final String COLUMNS = "select position, instance, stream_type, stream, owner, type from events ";
    private static final String NEW = COLUMNS + "where position > ? order by position limit " + PAGE;
    private static final String MISSING = COLUMNS + "where position = any(?) order by position";
    private static final String NUMBERS = """
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint""";

    /**
     * What was read.
     *
     * @param complete false when events may have been passed over for good
     */
    record News(List<Committed> events, boolean complete) {}

    private record Row(long position, Committed event) {}

    private final Product product;
    private final Positions positions;

    private EventReader(Product product, Positions positions) {
        this.product = product;
        this.positions = positions;
    }

    /** Begins at the newest event. */
    static EventReader fromNow(Connection connection, Product product) throws SQLException {
        EventReader reader = new EventReader(product, new Positions(Math.max(0, newest(connection) - LOOK_BACK)));
        reader.next(connection);
        return reader;
    }

    /** Whether events that were read are not there any more: another database took over, and hadn't got all of them. */
    boolean isAheadOf(Connection connection) throws SQLException {
        return positions.last() > newest(connection);
    }

    private static long newest(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select coalesce(max(position), 0) from events");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Reads what appeared since it was last called, on whichever connection. */
    News next(Connection connection) throws SQLException {
        List<Committed> events = new ArrayList<>();
        if (!positions.missing().isEmpty()) {
            Moment before = moment(connection);
            take(missing(connection), before, events);
            positions.forget(before);
        }
        boolean complete = true;
        List<Row> rows;
        do {
            rows = following(connection);
            if (!rows.isEmpty()) {
                complete &= take(rows, moment(connection), events);
            }
        } while (rows.size() == PAGE);
        return new News(events, complete);
    }

    private boolean take(List<Row> rows, Moment now, List<Committed> events) {
        boolean complete = true;
        for (Row row : rows) {
            complete &= positions.add(row.position(), now);
            events.add(row.event());
        }
        return complete;
    }

    private List<Row> following(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEW)) {
            statement.setLong(1, positions.last());
            return rows(statement);
        }
    }

    private List<Row> missing(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MISSING)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", positions.missing().toArray()));
            return rows(statement);
        }
    }

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> read = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Stream stream = new Stream(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5));
                read.add(new Row(rows.getLong(1), new Committed(stream, rows.getString(6))));
            }
        }
        return read;
    }

    private Moment moment(Connection connection) throws SQLException {
        long nanos = System.nanoTime();
        if (!product.numbersTransactions()) {
            return new Moment(nanos, nanos - LONGEST_TRANSACTION, nanos);
        }
        try (PreparedStatement statement = connection.prepareStatement(NUMBERS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Moment(nanos, row.getLong(1), row.getLong(2));
        }
    }
}
