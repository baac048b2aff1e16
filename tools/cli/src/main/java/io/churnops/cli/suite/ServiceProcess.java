package io.churnops.cli.suite;

import io.churnops.platform.LeashedProcess;
import java.util.Map;
import java.util.Optional;

/** A service in a JVM of its own, which ends when this one does. */
final class ServiceProcess implements RunningService {

  private final LeashedProcess process;

  private ServiceProcess(LeashedProcess process) {
    this.process = process;
  }

  /** Starts the service's JVM. The variables, some of them secret, travel in its environment. */
  static ServiceProcess start(SuiteService service, SuiteHome home, Map<String, String> variables) {
    return new ServiceProcess(
        LeashedProcess.start(
            JavaCommand.ofService(service, home),
            variables,
            "TERM",
            home.log(service.shortName()),
            home.run().resolve(service.shortName() + ".pid")));
  }

  @Override
  public long pid() {
    return process.pid().orElse(-1);
  }

  @Override
  public Optional<Crash> crash() {
    return process.crashed()
        ? Optional.of(new Crash(process.exitCode(), process.ending()))
        : Optional.empty();
  }

  @Override
  public void stop() {
    process.stop();
  }
}
