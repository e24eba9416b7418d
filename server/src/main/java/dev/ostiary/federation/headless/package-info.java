/** The calls with which a sign-in page of somebody else's uses the broker. */
@NullMarked
package dev.ostiary.federation.headless;

import org.jspecify.annotations.NullMarked;
