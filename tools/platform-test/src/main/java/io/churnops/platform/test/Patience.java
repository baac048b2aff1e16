package io.churnops.platform.test;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for what must come, unless it says otherwise: long enough for a machine
 * that is slow and has other things to do. It costs only a test that fails.
 */
public final class Patience implements LauncherSessionListener {

  /** The longest wait for one condition. */
  public static final Duration LONGEST = Duration.ofMinutes(2);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LONGEST);
  }
}
