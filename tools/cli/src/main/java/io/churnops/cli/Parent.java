package io.churnops.cli;

import org.jspecify.annotations.Nullable;

/** What picocli sets before it calls a command. */
final class Parent {

  private Parent() {}

  static <T> T of(@Nullable T injected) {
    if (injected == null) {
      throw new IllegalStateException("A command runs under `churnops`, through picocli.");
    }
    return injected;
  }
}
