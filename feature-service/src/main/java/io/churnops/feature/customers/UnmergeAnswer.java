package io.churnops.feature.customers;

import java.util.List;

/**
 * What was parted.
 *
 * @param pairs how many pairs of ids are no longer joined
 * @param more whether the id has joins left, since one request parts a bounded number
 * @param customers the customers there are now, of the ids whose customer has changed
 */
record UnmergeAnswer(int pairs, boolean more, List<IdentityAnswer> customers) {}
