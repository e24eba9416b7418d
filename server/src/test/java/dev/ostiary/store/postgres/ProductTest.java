package dev.ostiary.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProductTest {
    @Test
    void databasesThatSpeakTheProtocolAreToldByWhatTheySayOfThemselves() {
        assertThat(Product.named("PostgreSQL 15.8 (Debian 15.8-0+deb12u1) on x86_64-pc-linux-gnu"))
                .isEqualTo(Product.POSTGRESQL);
        assertThat(Product.named("PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64-pc-linux-gnu"))
                .isEqualTo(Product.DISTRIBUTED);
        assertThat(Product.named("CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)"))
                .isEqualTo(Product.DISTRIBUTED);
    }
}
