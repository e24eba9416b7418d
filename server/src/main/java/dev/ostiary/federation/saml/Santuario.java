package dev.ostiary.federation.saml;

import org.apache.xml.security.Init;

/** Apache Santuario must be told to get ready, once; it knows itself whether it is. */
final class Santuario {
    private Santuario() {}

    static void ready() {
        // It breaks lines as MIME does, and XML must write such breaks as references, which not everybody expects in
        // base64.
        System.setProperty("org.apache.xml.security.ignoreLineBreaks", "true");
        Init.init();
    }
}
