/** The calls about links between users and their accounts at providers, and the links that wait to be confirmed. */
@NullMarked
package dev.ostiary.federation.link;

import org.jspecify.annotations.NullMarked;
