package io.churnops.ingestion.event;

/**
 * A quality rule that an event breaks.
 *
 * @param rule the rule's name within its event type
 * @param detail a sentence without customer data
 */
public record RuleBreach(String rule, RuleAction action, String detail) {}
