package dev.ostiary.outbound;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Finds TXT records in the DNS (RFC 1035 section 3.3.14), with the JDK's own resolver. */
@SuppressWarnings("BanJNDI") // only directories hand out objects; what the DNS answers is read as text
public final class TextRecords {
    private static final String TXT = "TXT";

    private final Map<String, String> environment;

    /** @param nameServers {@code host} or {@code host:port}, asked one after the other; none for those of this machine */
    public TextRecords(List<String> nameServers) {
        String servers = nameServers.isEmpty()
                ? "dns:"
                : nameServers.stream().map(server -> "dns://" + server).collect(Collectors.joining(" "));
        environment = Map.of(
                Context.INITIAL_CONTEXT_FACTORY,
                "com.sun.jndi.dns.DnsContextFactory",
                Context.PROVIDER_URL,
                servers,
                "com.sun.jndi.dns.timeout.initial",
                "1000",
                "com.sun.jndi.dns.timeout.retries",
                "3");
    }

    /**
     * Returns the texts of a name; none when it has none.
     *
     * @param name letters, digits, dashes, underscores and dots
     * @throws OutboundFailure when no name server answers
     */
    public List<String> of(String name) throws OutboundFailure {
        try {
            DirContext dns = context();
            try {
                return texts(dns.getAttributes(name, new String[] {TXT}));
            } finally {
                dns.close();
            }
        } catch (NameNotFoundException nothing) {
            return List.of();
        } catch (CommunicationException unreachable) {
            throw new OutboundFailure(Reason.TIMEOUT, "no name server says anything of " + name, unreachable);
        } catch (NamingException e) {
            throw new OutboundFailure(Reason.UNKNOWN_HOST, "the name server can't say anything of " + name, e);
        }
    }

    @SuppressWarnings("JdkObsolete") // what JNDI takes
    private DirContext context() throws NamingException {
        return new InitialDirContext(new Hashtable<>(environment));
    }

    private static List<String> texts(Attributes attributes) throws NamingException {
        List<String> texts = new ArrayList<>();
        Attribute found = attributes.get(TXT);
        if (found == null) {
            return texts;
        }
        NamingEnumeration<?> all = found.getAll();
        while (all.hasMore()) {
            texts.add(String.valueOf(all.next()).replaceAll("^\"|\"$", ""));
        }
        return texts;
    }
}
