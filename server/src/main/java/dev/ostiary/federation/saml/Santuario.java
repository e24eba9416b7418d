package dev.ostiary.federation.saml;

import org.apache.xml.security.Init;

/** Apache Santuario must be told to get ready, once; it knows itself whether it is. */
final class Santuario {
    private Santuario() {}

    static void ready() {
        Init.init();
    }
}
