package io.churnops.platform.test;

import java.io.IOException;
import java.util.Arrays;

/** The main class of a {@link JavaProcess}: another main class, until who started it is gone. */
final class Leashed {

  private Leashed() {}

  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().start(Leashed::endWithParent);
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // It is gone.
    }
    Runtime.getRuntime().halt(1);
  }
}
