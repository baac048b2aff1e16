package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.demo.DemoReport;
import io.churnops.cli.demo.DemoResult;
import io.churnops.cli.demo.RetailDemo;
import io.churnops.cli.demo.ShopDemo;
import io.churnops.cli.demo.Stages;
import io.churnops.cli.suite.Layout;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.suite.SuiteStatus;
import io.churnops.cli.terminal.Terminal;
import io.churnops.platform.ServiceKeys;
import io.churnops.simulator.ShopPlan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code churnops demo}. */
@Command(
    name = "demo",
    description = "Plays a shop through the whole loop and prints who is about to leave.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Customers of the simulated shop (default: 2000).")
  private int customers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the simulated shop (default: 1).")
  private long seed;

  @Option(
      names = "--online-retail",
      paramLabel = "FILE",
      description = "Use the UCI \"Online Retail\" log, as CSV or CSV.gz, instead of a simulation.")
  private @Nullable Path onlineRetail;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      converter = PortOffset.class,
      description = "Add N to every port, if the suite has to be started (default: 0).")
  private SuitePorts ports = new SuitePorts(0);

  @Override
  public Integer call() {
    long begun = System.nanoTime();
    ChurnopsCommand parent = Parent.of(churnops);
    Terminal terminal = parent.terminal();
    LocalSuite suite = parent.suite();
    ShopPlan shop = shop();
    if (onlineRetail != null) {
      RetailDemo.requireReadable(onlineRetail);
    }
    SuitePorts started = started(suite, terminal);
    String key = suite.home().credentials().key(ServiceKeys.ADMIN);
    try (SuiteClient client = new SuiteClient(started, suite.home())) {
      Stages stages = new Stages(terminal);
      DemoResult result =
          onlineRetail == null
              ? new ShopDemo(shop, client, key, stages).run()
              : new RetailDemo(onlineRetail, client, stages).run();
      new DemoReport(terminal, result)
          .print(client, suite.home(), (System.nanoTime() - begun) / 1e9);
      Path page = page(suite.home());
      try (ServiceClient registry =
          new ServiceClient(client.address(SuiteService.TRAINING), key, suite.home())) {
        ModelReportCommand.write(
            registry.text(
                "/v1/models/%s/versions/%d/report".formatted(result.model(), result.version()),
                "text/html"),
            page);
      }
      terminal.line("");
      terminal.line("The model card as a page: " + page.toUri());
      terminal.document(result);
    }
    return 0;
  }

  /** Where the demo leaves the card of its model. */
  static Path page(SuiteHome home) {
    return home.folder().resolve("model-card.html");
  }

  private SuitePorts started(LocalSuite suite, Terminal terminal) {
    SuiteStatus status = suite.status();
    Layout layout = status.layout();
    if (!status.runs() || layout == null) {
      suite.up(Layout.ONE_JVM, ports, new StartProgress(terminal));
      return ports;
    }
    SuitePorts present = new SuitePorts(status.portOffset());
    suite.up(layout, present, new StartProgress(terminal));
    return present;
  }

  private ShopPlan shop() {
    try {
      return ShopPlan.year(seed, customers, LocalDate.now(ZoneOffset.UTC));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Parent.of(spec).commandLine(), e.getMessage(), e);
    }
  }
}
