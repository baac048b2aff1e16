package io.churnops.feature.customers;

import java.util.List;

/**
 * A customer and the ids it is known by.
 *
 * @param canonicalId the id that answers for all of them
 * @param ids all of them, sorted, the canonical one included
 */
record IdentityAnswer(String customerId, String canonicalId, List<String> ids) {}
