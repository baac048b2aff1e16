package io.churnops.platform.test;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts the servers while JUnit and Spring still look around. Only where the build sets {@code
 * churnops.servers=early}: it does so for integration tests, and unit tests need no servers.
 */
public final class EarlyStart implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if ("early".equals(System.getProperty("churnops.servers"))) {
      TestServers.startSoon();
    }
  }
}
