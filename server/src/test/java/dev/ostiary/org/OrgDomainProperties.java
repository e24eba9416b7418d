package dev.ostiary.org;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class OrgDomainProperties {

    @Property
    void everyNameGivesALabelBelowTheInstancesDomain(@ForAll @StringLength(max = 100) String name) {
        String domain = Orgs.domain(name, "id.example.com");
        String label = domain.substring(0, domain.length() - ".id.example.com".length());

        assertThat(domain).endsWith(".id.example.com");
        assertThat(label).isNotEmpty().doesNotStartWith("-").doesNotEndWith("-").doesNotContain(".", " ", "/", "@");
        assertThat(label.codePointCount(0, label.length())).isLessThanOrEqualTo(63);
        assertThat(label.toLowerCase(Locale.ROOT)).isEqualTo(label);
    }

    @Property
    void aLabelGivesItself(@ForAll @StringLength(max = 100) String name) {
        String domain = Orgs.domain(name, "x");

        assertThat(Orgs.domain(domain.substring(0, domain.length() - 2), "x")).isEqualTo(domain);
    }
}
