package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.acceptance.BuiltCheckout.Outcome;
import io.churnops.acceptance.Docs.Block;
import io.churnops.cli.suite.SuitePorts;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Types every command of the documentation, page after page, in a checkout of its own, as a reader
 * would: the README's demo starts the suite, its {@code down} comes last. Only what {@link
 * NotRunHere} lists is left out, and only {@link #here} changes what is typed.
 */
class DocsIT {

  private static final Pattern EXPECTATION = Pattern.compile("# (\\d{3}) (\\{.*})");
  private static final Pattern ADDRESS = Pattern.compile("localhost:(808[1-5])");

  private static final Pattern ANSWER = Pattern.compile("(?s)(.*?)\n@answer (\\d{3})\n");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int OFFSET = LocalSuite.freeOffset();
  private static final String DATABASE = "localhost:" + new SuitePorts(OFFSET).servers().postgres();

  private static final Map<String, String> outputs = new HashMap<>();
  private static final Map<String, String> ids = new HashMap<>();
  private static BuiltCheckout checkout;

  @BeforeAll
  static void lookLikeACheckout(@TempDir Path folder) throws IOException {
    checkout =
        new BuiltCheckout(
            folder,
            Map.of(
                "CHURNOPS_INGESTION_SOURCES_ALLOW",
                DATABASE,
                "CHURNOPS_INGESTION_SOURCES_SECRETS",
                folder.resolve(".churnops/source-secrets").toString()));
    writeOnlineRetail(folder.resolve("online-retail.csv.gz"));
  }

  @AfterAll
  static void stop() throws IOException {
    assertThat(checkout.run("./churnops down").exitCode()).isZero();
    assertThat(checkout.archiveOfClasses())
        .as("the launcher kept classes")
        .size()
        .isGreaterThan(1_000_000);
  }

  @TestFactory
  Stream<DynamicTest> commandsDoWhatThePagesSay() {
    Stream<DynamicTest> typed =
        Docs.blocks().stream()
            .filter(block -> block.isShell() && !toRun(block).isEmpty())
            .sorted(Comparator.comparing(block -> toRun(block).contains("./churnops down")))
            .map(block ->
                DynamicTest.dynamicTest(
                    block.place() + " " + toRun(block).getFirst(), () -> type(block)));
    Stream<DynamicTest> printed =
        Docs.blocks().stream()
            .filter(block -> block.info().startsWith("text of "))
            .map(block ->
                DynamicTest.dynamicTest(
                    block.place() + " " + block.info(), () -> assertPrinted(block)));
    return Stream.concat(typed, printed);
  }

  private static List<String> toRun(Block block) {
    return block.commands().stream().filter(command -> !NotRunHere.includes(command)).toList();
  }

  private static void type(Block block) {
    String script = String.join("\n", toRun(block));
    Outcome outcome = checkout.run(here(script));
    assertThat(outcome.exitCode()).as("%s%n%s", script, outcome.output()).isZero();
    outputs.put(script, outcome.output());
    assertAnswers(block, answers(outcome.output()));
  }

  /** The command as it has to be here: other ports, less of everything, ids that were answered. */
  private static String here(String script) {
    String typed =
        ADDRESS
            .matcher(script)
            .replaceAll(port -> "localhost:" + (Integer.parseInt(port.group(1)) + OFFSET));
    for (Map.Entry<String, String> id : ids.entrySet()) {
      typed = typed.replace(id.getKey(), id.getValue());
    }
    return typed
        .replace("localhost:25432", DATABASE)
        .replaceAll("(?m)^sleep 1$", "sleep 3") // three suites share the machine
        .replace("\"trials\": 30", "\"trials\": 3")
        .replace("./churnops demo", "./churnops demo --customers 300 --port-offset " + OFFSET);
  }

  private static List<Answer> answers(String output) {
    return ANSWER
        .matcher(output)
        .results()
        .map(answer -> new Answer(Integer.parseInt(answer.group(2)), answer.group(1).strip()))
        .toList();
  }

  private static void assertAnswers(Block block, List<Answer> answers) {
    Map<Integer, MatchResult> expectations = new HashMap<>();
    EXPECTATION
        .matcher(block.text())
        .results()
        .forEach(expected -> expectations.put(callsBefore(block, expected) - 1, expected));
    for (int call = 0; call < answers.size(); call++) {
      Answer answer = answers.get(call);
      MatchResult expected = expectations.remove(call);
      if (expected == null) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
      } else {
        assertThat(answer.status())
            .as(answer.body())
            .isEqualTo(Integer.parseInt(expected.group(1)));
        assertShape(JSON.readTree(expected.group(2)), JSON.readTree(answer.body()));
      }
    }
    assertThat(expectations).as("answers that nobody gave").isEmpty();
  }

  private static int callsBefore(Block block, MatchResult expected) {
    String before = block.text().substring(0, expected.start());
    return (int)
        new Block(block.page(), block.line(), block.info(), before)
            .commands().stream().filter(command -> command.startsWith("curl ")).count();
  }

  /** The answer has the documented members; what is documented with an ellipsis is kept. */
  private static void assertShape(JsonNode documented, JsonNode answered) {
    assertThat(answered.getNodeType()).as("%s", answered).isEqualTo(documented.getNodeType());
    assertThat(answered.propertyNames()).containsAll(documented.propertyNames());
    documented
        .properties()
        .forEach(member -> {
          assertShape(member.getValue(), answered.path(member.getKey()));
          if (member.getValue().isString() && member.getValue().asString().endsWith("…")) {
            ids.put(member.getValue().asString(), answered.path(member.getKey()).asString());
          }
        });
    if (documented.isArray()) {
      assertThat(answered.isEmpty()).isFalse();
      documented.forEach(element -> assertShape(element, answered.get(0)));
    }
  }

  /** Every line that shows no figure is printed as it stands. */
  private static void assertPrinted(Block block) {
    String output = outputs.getOrDefault(block.info().substring("text of ".length()), "");
    assertThat(block.text().lines())
        .filteredOn(line -> !line.equals("...") && line.chars().noneMatch(Character::isDigit))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(output.lines()).contains(line));
  }

  private static void writeOnlineRetail(Path file) throws IOException {
    try (Writer csv =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      csv.write(
          """
          InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
          536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
          """);
    }
  }

  private record Answer(int status, String body) {}
}
