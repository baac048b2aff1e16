package io.churnops.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that somebody was given.
 *
 * @param name who it is, in audits too
 * @param scopes what it allows
 * @param expiresAt when it ends; empty for never
 */
public record IssuedKey(String name, List<String> scopes, Optional<Instant> expiresAt) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public IssuedKey {
    scopes = List.copyOf(scopes);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Refuses a key that no service would understand. */
  void requireSound() {
    if (!isName(name)) {
      throw new PlatformException(
          "A key is called by lower-case letters, digits and '-', 63 at most, not '%s'"
              .formatted(name));
    }
    List<String> known = new ArrayList<>(ServiceKeys.SCOPES);
    known.add(ServiceKeys.ADMIN);
    Set<String> unknown = new HashSet<>(scopes);
    known.forEach(unknown::remove);
    if (scopes.isEmpty() || !unknown.isEmpty()) {
      throw new PlatformException(
          "A key allows some of %s%s"
              .formatted(
                  String.join(", ", known), unknown.isEmpty() ? "" : ", and not " + unknown));
    }
  }
}
