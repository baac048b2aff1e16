package io.churnops.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops credentials revoke}. */
@Command(
    name = "revoke",
    description = "Takes a key back: services refuse it within a second.",
    mixinStandardHelpOptions = true)
final class CredentialsRevokeCommand implements Callable<Integer> {

  @ParentCommand private @Nullable CredentialsCommand parent;

  @Parameters(paramLabel = "NAME", description = "Who holds it.")
  private String name = "";

  @Override
  public Integer call() {
    CredentialsCommand credentials = Parent.of(parent);
    credentials.credentials().revoke(name);
    credentials.terminal().line("The key of %s is taken back.".formatted(name));
    credentials.terminal().document(Map.of("revoked", name));
    return 0;
  }
}
