package dev.ostiary.idp;

import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of providers that people sign in through, read once: reading it costs more than all else of a sign-in. What a document says
 * depends on nothing but the document, so nothing here is ever outdated: a provider that has changed comes with another document.
 * Safe for use by many threads.
 */
public final class KnownSamlMetadata {
    /** Characters of documents, as configurations have them. Some hundred providers come to so many; with more, all begin anew. */
    static final int MOST = 2_000_000;

    private final Map<String, SamlMetadata> known = new HashMap<>();
    private int characters;

    /**
     * Returns what the provider's document says.
     *
     * @throws SamlMetadataException when it can't be read
     */
    public SamlMetadata of(Saml provider) throws SamlMetadataException {
        SamlMetadata before = find(provider.metadata());
        return before != null ? before : keep(provider.metadata(), SamlMetadata.parse(provider.xml()));
    }

    private synchronized @Nullable SamlMetadata find(String document) {
        return known.get(document);
    }

    private synchronized SamlMetadata keep(String document, SamlMetadata read) {
        if (characters > MOST - document.length()) {
            known.clear();
            characters = 0;
        }
        if (known.putIfAbsent(document, read) == null) {
            characters += document.length();
        }
        return read;
    }

    /** How many documents are known. */
    synchronized int size() {
        return known.size();
    }
}
