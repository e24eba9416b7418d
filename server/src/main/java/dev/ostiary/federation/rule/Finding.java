package dev.ostiary.federation.rule;

/**
 * What became of a rule.
 *
 * @param rule counted from 1
 * @param holds whether it does something
 * @param detail what, or why not; never a claim's value
 */
public record Finding(int rule, boolean holds, String detail) {}
