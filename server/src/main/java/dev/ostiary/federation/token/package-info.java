/** What a signed token of a provider must hold before anybody believes it. */
@NullMarked
package dev.ostiary.federation.token;

import org.jspecify.annotations.NullMarked;
