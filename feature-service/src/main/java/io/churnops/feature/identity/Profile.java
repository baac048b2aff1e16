package io.churnops.feature.identity;

/**
 * A customer as the online store knows it at present: the id it goes by, and the change of
 * identities since which it has consisted of the same ids.
 *
 * @param epoch 0 for an id that was never joined to another
 */
public record Profile(String canonicalId, long epoch) {

  /** An id that stands alone and always has. */
  public static Profile single(String id) {
    return new Profile(id, 0);
  }
}
