package io.churnops.cli.suite;

/** Whether the services share one JVM or have one each. Jars and configuration are the same. */
public enum Layout {
  ONE_JVM,
  SEPARATE
}
