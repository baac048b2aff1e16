package io.churnops.cli.suite;

import io.churnops.kit.ServiceLauncher;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;

/** A service as one of several Spring contexts in this JVM. */
final class ServiceContext implements RunningService {

  private final ConfigurableApplicationContext context;
  private volatile boolean stopped;

  private ServiceContext(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts the service; returns when its port is open. The variables travel as arguments. */
  static ServiceContext start(
      SuiteService service, Map<String, String> variables, SharedClassMetadata metadata)
      throws ClassNotFoundException {
    String[] arguments =
        variables.entrySet().stream()
            .map(variable -> "--" + propertyName(variable.getKey()) + "=" + variable.getValue())
            .toArray(String[]::new);
    Class<?> main = Class.forName(service.mainClass());
    return new ServiceContext(
        ServiceLauncher.of(main, service.shortName())
            .main(main)
            .initializers(metadata)
            .registerShutdownHook(false)
            .run(arguments));
  }

  /** Boot maps variables of the environment to its own properties, but not arguments. */
  private static String propertyName(String variable) {
    return variable.equals("SERVER_PORT") ? "server.port" : variable;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public Optional<Crash> crash() {
    return context.isRunning() || stopped
        ? Optional.empty()
        : Optional.of(new Crash(null, "Its Spring context closed."));
  }

  @Override
  public void stop() {
    stopped = true;
    context.close();
  }
}
