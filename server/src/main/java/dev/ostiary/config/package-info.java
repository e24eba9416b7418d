/**
 * Settings: read once at the start from file, environment and flags, checked, and handed on as a record.
 *
 * <p>{@link dev.ostiary.config.Setting} is the one place that says a setting's key, default, meaning and what is allowed.
 */
@NullMarked
package dev.ostiary.config;

import org.jspecify.annotations.NullMarked;
