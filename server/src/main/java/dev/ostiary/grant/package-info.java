/**
 * What clients were granted: authorization codes, the sessions of tokens that come of them, and personal access tokens.
 *
 * <p>Begin with {@link dev.ostiary.grant.Tokens}, which every API call goes through. {@link dev.ostiary.grant.OidcSessions} issues, renews and
 * revokes; nothing here knows HTTP. Tokens and codes are random; only their SHA-256 hash is kept.
 */
@NullMarked
package dev.ostiary.grant;

import org.jspecify.annotations.NullMarked;
