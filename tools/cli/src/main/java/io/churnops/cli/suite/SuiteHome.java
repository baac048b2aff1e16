package io.churnops.cli.suite;

import io.churnops.platform.Credentials;
import io.churnops.platform.PlatformException;
import io.churnops.platform.PrivateFiles;
import io.churnops.platform.ServiceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The folder of one suite on this machine, {@code .churnops} unless said otherwise. */
public record SuiteHome(Path folder) {

  private static final Pattern PLAIN = Pattern.compile("[\\w./+-]+");

  public SuiteHome {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Where the launcher looks unless it is told otherwise. */
  public static SuiteHome usual() {
    return new SuiteHome(Path.of(System.getProperty("churnops.root", ""), ".churnops"));
  }

  /** What to add to a command so that it is about this suite; nothing where that is usual. */
  public String option() {
    if (equals(usual())) {
      return "";
    }
    return " --home " + shellWord(folder);
  }

  /** How a call with the administrator's key begins, to be copied into a shell. */
  public String curl() {
    return "curl -H \"Authorization: Bearer $(cat %s)\""
        .formatted(shellWord(credentials().keyFile(ServiceKeys.ADMIN)));
  }

  private static String shellWord(Path path) {
    String text = path.toString();
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** What the servers and services keep; survives {@code down}. */
  public Path data() {
    return folder.resolve("data");
  }

  /** One {@code <part>.log} per server and service. */
  public Path logs() {
    return folder.resolve("logs");
  }

  /** What only the running suite needs. */
  public Path run() {
    return folder.resolve("run");
  }

  /** What the suite's JVMs keep in files for a while: emptied at every start. */
  Path temporary() {
    return run().resolve("tmp");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  public Path credentialsFolder() {
    return folder.resolve("credentials");
  }

  /** Keys and passwords; made when they are missing. */
  public Credentials credentials() {
    return Credentials.in(credentialsFolder());
  }

  Path stateFile() {
    return run().resolve("suite.json");
  }

  /** What a service keeps in files. */
  public Path data(SuiteService service) {
    return data().resolve(service.shortName());
  }

  /** Throws away what JVMs that were killed have left. */
  void emptyTemporary() {
    try {
      Folders.delete(temporary());
    } catch (IOException e) {
      throw new PlatformException("Cannot empty %s: %s".formatted(temporary(), e), e);
    }
    PrivateFiles.createDirectory(temporary());
  }

  /** Makes the folders that a suite needs; those with customers' data are for their owner only. */
  public void create() {
    try {
      Files.createDirectories(data());
      Files.createDirectories(logs());
      Files.createDirectories(run());
      for (SuiteService service : SuiteService.values()) {
        PrivateFiles.createDirectory(data(service));
      }
    } catch (IOException e) {
      throw new PlatformException(
          "Cannot make the folder %s: %s. Give it to this user, or use another: --home DIR"
              .formatted(folder, e),
          e);
    }
  }
}
