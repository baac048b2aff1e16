package io.churnops.platform;

import io.churnops.platform.PlatformSettings.PlatformPorts;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM that starts the servers in a folder, says so and waits to be killed. */
final class PlatformProcess {

  private PlatformProcess() {}

  public static void main(String[] arguments) throws IOException {
    new LocalPlatform(LocalPlatformIT.settings(Path.of(arguments[0]), PlatformPorts.free()))
        .start();
    System.out.println("started");
    int _ = System.in.read();
  }
}
