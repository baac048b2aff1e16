package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChurnopsCommandTests {

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsItsVersionAndThatOfJava() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString())
        .matches("Churnops \\S+, Java " + Pattern.quote(Runtime.version().toString()) + "\\R");
  }

  @Test
  void helpsWithItselfAndItsCommands() {
    assertThat(execute("help")).isZero();
    assertThat(out.toString()).contains("Starts the suite", "Exit codes:");
    assertThat(execute("help", "up")).isZero();
    assertThat(out.toString()).contains("--separate");
  }

  @Test
  void learnsNoOtherCommandThanIsAskedFor() {
    assertThat(commandsOf("model", "list", "status")).containsExactly("model", "help");
    Set<String> all = ChurnopsCommand.commandLine().getSubcommands().keySet();
    assertThat(all).hasSizeGreaterThan(20);
    assertThat(List.of(commandsOf(), commandsOf("help", "up"), commandsOf("modle", "list")))
        .containsOnly(all);
    assertThat(commandsOf("--home", home.toString(), "status")).isEqualTo(all);
  }

  private static Set<String> commandsOf(String... arguments) {
    return ChurnopsCommand.commandLineOf(arguments).getSubcommands().keySet();
  }

  @Test
  void answersThreeWhenTheSuiteDoesNotRun() {
    assertThat(execute("status")).isEqualTo(3);
    assertThat(out.toString()).contains("does not run", "churnops up --home " + home);
  }

  @Test
  void importsNothingWithoutAMapping() {
    assertThat(execute("import", "orders.csv")).isEqualTo(2);
  }

  @Test
  void answersAScriptWithOneDocument() {
    assertThat(execute("status", "--json")).isEqualTo(3);

    JsonNode status = JsonMapper.shared().readTree(out.toString());
    assertThat(status.path("condition").asString()).isEqualTo("STOPPED");
    assertThat(status.path("parts").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "demo", "doctor"})
  void answersTwoWhenTheCommandLineIsWrong(String command) {
    assertThat(execute(command, "--port-offset", "70000")).isEqualTo(2);
    assertThat(err.toString()).contains("port offset must be from 0 to 40103");
    assertThat(execute(command, "--port-offset", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("'many' is not a whole number");
  }

  @Test
  void startsNothingForADemoThatCannotBe() {
    assertThat(execute("demo", "--customers", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("customers: 1 to 10000000, not 0");
    for (String file : List.of("no-such.csv", "")) {
      assertThat(execute("demo", "--online-retail", home.resolve(file).toString())).isEqualTo(1);
      assertThat(err.toString()).contains("There is no readable file " + home.resolve(file));
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void makesListsAndRevokesKeysWithoutShowingThem() throws IOException {
    assertThat(
            execute(
                "credentials",
                "create",
                "ci",
                "--scope",
                "training:run,models:read",
                "--expires",
                "90d"))
        .as(err.toString())
        .isZero();
    String key = Files.readString(home.resolve("credentials/ci.key")).strip();
    assertThat(execute("credentials", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("ci +20\\S+Z +models:read training:run")
        .doesNotContain(key);
    assertThat(execute("credentials", "create", "ci", "--scope", "models:read")).isEqualTo(1);
    assertThat(err.toString()).contains("There is a key 'ci' already");
    for (String when : List.of("0d", "tomorrow", "2001-01-01T00:00:00Z")) {
      assertThat(execute("credentials", "create", "b", "--scope", "models:read", "--expires", when))
          .isEqualTo(2);
    }
    assertThat(execute("credentials", "create", "b", "--scope", "everything")).isEqualTo(1);
    assertThat(err.toString()).contains("models:approve", "not [everything]");
    assertThat(execute("credentials", "revoke", "ci")).isZero();
    assertThat(home.resolve("credentials/ci.key")).doesNotExist();
  }

  @Test
  void deletesNothingUnlessToldSo() throws IOException {
    Path event = Files.createDirectories(home.resolve("data")).resolve("event");
    Files.writeString(event, "precious");

    assertThat(execute("reset")).isEqualTo(1);
    assertThat(err.toString()).contains("--yes");
    assertThat(event).exists();

    assertThat(execute("reset", "--yes")).isZero();
    assertThat(event).doesNotExist();
  }

  @Test
  void deletesThePageOfTheDemoAndNoOtherFileBesideIt() throws IOException {
    Path card = Files.writeString(home.resolve("model-card.html"), "<!doctype html>");
    Path notes = Files.writeString(home.resolve("notes.html"), "mine");

    assertThat(execute("reset", "--yes")).isZero();

    assertThat(card).doesNotExist();
    assertThat(notes).exists();
  }

  @Test
  void namesTheFolderWhereAServiceGivesNoAnswer() throws IOException {
    String key = Files.writeString(home.resolve("key"), "secret").toString();
    try (Socket nobodyListens = new Socket()) {
      nobodyListens.bind(new InetSocketAddress("127.0.0.1", 0));
      String url = "http://127.0.0.1:" + nobodyListens.getLocalPort();

      assertThat(execute("model", "list", "--url", url, "--key-file", key)).isEqualTo(1);
    }
    assertThat(err.toString()).contains("churnops status --home " + home);
  }

  @Test
  void showsTheLastLinesOfALog() throws IOException {
    Path logs = Files.createDirectories(home.resolve("logs"));
    Files.writeString(logs.resolve("serving.log"), "one\ntwo\nthree\n");

    assertThat(execute("logs", "serving", "-n", "2")).isZero();
    assertThat(out.toString().lines()).containsExactly("two", "three");
  }

  @Test
  void saysWhenNothingHasBeenLogged() {
    assertThat(execute("logs")).isZero();
    assertThat(execute("logs", "serving")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("Nothing has been logged"));
  }

  @Test
  void knowsWhichLogsThereAre() {
    assertThat(execute("logs", "nonsense")).isEqualTo(1);
    assertThat(err.toString()).contains("no part nonsense", "serving", "postgres");
  }

  @Test
  void examinesTheMachine() {
    int code = execute("doctor", "--port-offset", "5583", "--json");

    JsonNode findings = JsonMapper.shared().readTree(out.toString());
    assertThat(findings)
        .extracting(finding -> finding.path("subject").asString())
        .contains("java", "memory", "disk", "folder", "user", "suite", "ports", "locks", "clock");
    assertThat(findings)
        .allSatisfy(finding ->
            assertThat(finding.path("fix").asString().isEmpty())
                .isEqualTo(finding.path("verdict").asString().equals("OK")));
    List<String> failed =
        findings
            .valueStream()
            .filter(finding -> finding.path("verdict").asString().equals("FAILURE"))
            .map(finding -> finding.path("subject").asString())
            .distinct()
            .toList();
    assertThat(failed).as("others may hold a port meanwhile").isSubsetOf("ports");
    assertThat(code).isEqualTo(failed.size());
  }

  private int execute(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--home";
    all[arguments.length + 1] = home.toString();
    CommandLine line = ChurnopsCommand.commandLineOf(all);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(all);
  }
}
