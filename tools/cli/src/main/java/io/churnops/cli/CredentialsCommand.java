package io.churnops.cli;

import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.terminal.Terminal;
import io.churnops.platform.Credentials;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code churnops credentials}. */
@Command(
    name = "credentials",
    description = {
      "Makes the keys and passwords that are missing, for containers or a first start.",
      "With a command: keys for pipelines and applications, that allow what they need."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      CredentialsCreateCommand.class,
      CredentialsListCommand.class,
      CredentialsRevokeCommand.class
    })
final class CredentialsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  Credentials credentials() {
    return Parent.of(churnops).suite().home().credentials();
  }

  @Override
  public Integer call() {
    Terminal terminal = terminal();
    SuiteHome home = Parent.of(churnops).suite().home();
    Path variables = home.credentials().variablesFile();
    terminal.line("Keys and passwords lie in %s,".formatted(home.credentialsFolder()));
    terminal.line("those that containers need as variables in %s.".formatted(variables));
    terminal.document(
        Map.of(
            "credentials", home.credentialsFolder().toString(), "variables", variables.toString()));
    return 0;
  }
}
