package io.churnops.cli.suite;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.cli.suite.SuiteStatus.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite, from the jars that this build has just made. */
@Timeout(400)
class LocalSuiteIT {

  private static final Path JARS = Path.of("../suite/target/app");

  private static final List<String> SERVICES =
      Arrays.stream(SuiteService.values()).map(SuiteService::shortName).toList();

  @TempDir Path temp;
  SuitePorts ports;
  LocalSuite suite;

  /** Outside of the ports that Linux gives to clients, and above those of the suites beside it. */
  @BeforeEach
  void choosePorts() {
    ports =
        IntStream.iterate(6440, offset -> offset >= 6240, offset -> offset - 10)
            .mapToObj(SuitePorts::new)
            .filter(candidate -> candidate.taken().isEmpty())
            .findFirst()
            .orElseThrow();
    suite = new LocalSuite(new SuiteHome(temp), JARS);
  }

  @AfterEach
  void stop() {
    suite.down();
  }

  @Test
  @Tag("faults")
  void reportsADeadServerInOneJvmAndKeepsDataOverARestart() throws Exception {
    assertThat(suite.up(Layout.ONE_JVM, ports, new Listener())).isTrue();
    assertThat(suite.up(Layout.ONE_JVM, ports, new Listener())).isFalse();
    String cluster = Files.readString(temp.resolve("data/kafka/meta.properties"));
    assertThat(temp.resolve("logs/feature.log")).content().contains("feature");
    Path ofAKilledJvm = Files.createDirectory(temp.resolve("run/tmp/tomcat.left"));

    kill(pidOf("redis"));

    awaitCrash("redis");

    Listener listener = new Listener();
    assertThat(suite.up(Layout.ONE_JVM, ports, listener)).isTrue();
    assertThat(listener.notes).contains("redis has crashed");
    assertThat(condition()).isEqualTo(Condition.UP);
    assertThat(temp.resolve("data/kafka/meta.properties")).hasContent(cluster);
    assertThat(ofAKilledJvm).doesNotExist();
    assertThat(temp.resolve("run/tmp")).isNotEmptyDirectory();

    assertThat(suite.down()).isTrue();
    assertThat(ports.taken()).isEmpty();
    assertThat(condition()).isEqualTo(Condition.STOPPED);
  }

  @Test
  @Tag("faults")
  void leavesNoSeparateProcessBehindWhenTheSuiteIsKilled() throws Exception {
    suite.up(Layout.SEPARATE, ports, new Listener());
    kill(pidOf("feature"));
    awaitCrash("feature");
    List<ProcessHandle> children =
        ProcessHandle.of(suitePid()).orElseThrow().descendants().toList();
    assertThat(children).hasSizeGreaterThan(10);

    kill(suitePid());

    for (ProcessHandle child : children) {
      child.onExit().get(60, SECONDS);
    }
    assertThat(condition()).isEqualTo(Condition.CRASHED);
    assertThat(ports.taken()).isEmpty();
  }

  @Test
  void tellsOfNoServiceThatIsUpWhenItIsStoppedMeanwhile() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    List<String> up = new ArrayList<>();
    Listener stopper =
        new Listener() {
          @Override
          public void part(PartState part) {
            if (part.status() == PartStatus.UP) {
              up.add(part.name());
            } else if (part.status() == PartStatus.STARTING && asked.compareAndSet(false, true)) {
              stopped.completeAsync(suite::down);
            }
          }
        };

    assertThatThrownBy(() -> suite.up(Layout.SEPARATE, ports, stopper))
        .isInstanceOf(SuiteException.class);

    assertThat(stopped.get(60, SECONDS)).isTrue();
    assertThat(up).doesNotContainAnyElementsOf(SERVICES);
    assertThat(ports.taken()).isEmpty();
  }

  /** That a part is gone is seen at once, its exit code when the suite next looks. */
  private void awaitCrash(String name) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(part(name).exitCode()).isEqualTo(137));
    assertThat(part(name).status()).isEqualTo(PartStatus.CRASHED);
    assertThat(condition()).isEqualTo(Condition.IMPAIRED);
  }

  private Condition condition() {
    return suite.status().condition();
  }

  private PartState part(String name) {
    return suite.status().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private long pidOf(String name) {
    return Objects.requireNonNull(part(name).pid());
  }

  private long suitePid() {
    return Objects.requireNonNull(suite.status().pid());
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(60, SECONDS);
  }

  private static class Listener implements SuiteListener {
    private String notes = "";

    @Override
    public void part(PartState part) {}

    @Override
    public void note(String sentence) {
      notes += sentence;
    }
  }
}
