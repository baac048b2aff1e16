package io.churnops.training.audit;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One line of the audit.
 *
 * @param position counted from 1 without gaps
 * @param subject what it was done to, such as {@code churn/champion} or {@code churn/3}
 * @param hash SHA-256 over the hash of the line before and all of this line
 */
public record AuditEntry(
    long position,
    Instant at,
    String actor,
    String action,
    String subject,
    JsonNode detail,
    String hash) {}
