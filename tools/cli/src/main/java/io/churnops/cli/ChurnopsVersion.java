package io.churnops.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which Churnops this is, as its jar says, and the Java that it runs on. */
final class ChurnopsVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String own =
        Objects.requireNonNullElse(
            ChurnopsVersion.class.getPackage().getImplementationVersion(), "unpackaged");
    return new String[] {"Churnops %s, Java %s".formatted(own, Runtime.version())};
  }
}
