package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.cli.suite.SuiteStatus.Condition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSuiteTests {

  /**
   * None of them is among those that Linux gives to clients, of which one may be taken at any time.
   */
  private static final SuitePorts PORTS = new SuitePorts(5570);

  @TempDir Path temp;
  SuiteHome home;
  LocalSuite suite;

  @BeforeEach
  void createHome() throws IOException {
    home = new SuiteHome(temp.resolve("home"));
    home.create();
    suite = new LocalSuite(home, Files.createDirectory(temp.resolve("jars")));
  }

  @Test
  void isStoppedWithoutARecord() {
    assertThat(suite.status().condition()).isEqualTo(Condition.STOPPED);
    assertThat(suite.down()).isFalse();
  }

  @Test
  void hasCrashedWhenItsRecordedProcessIsGone() throws Exception {
    recordProcess(deadProcess());

    SuiteStatus status = suite.status();

    assertThat(status.condition()).isEqualTo(Condition.CRASHED);
    assertThat(status.parts())
        .hasSize(8)
        .allSatisfy(part -> assertThat(part.status()).isEqualTo(PartStatus.CRASHED));
  }

  @Test
  void isNotTakenForALaterProcessWithTheSameNumber() throws IOException {
    StateFile.begin(home, Layout.ONE_JVM, PORTS, InstantSource.system());
    String record = Files.readString(home.stateFile());
    Files.writeString(
        home.stateFile(),
        record.replaceFirst("\"started\" : \"[^\"]+\"", "\"started\" : \"2020-01-01T00:00:00Z\""));

    assertThat(suite.status().condition()).isEqualTo(Condition.CRASHED);
    assertThat(suite.down()).isFalse(); // and this test's own process goes on
    assertThat(StateFile.read(home)).isEmpty();
  }

  @Test
  void namesItsFolderInCommandsUnlessThatIsUsual() {
    assertThat(SuiteHome.usual().option()).isEmpty();
    assertThat(new SuiteHome(Path.of("/srv/churn-1")).option()).isEqualTo(" --home /srv/churn-1");
    assertThat(new SuiteHome(Path.of("/srv/Ann's shop")).option())
        .isEqualTo(" --home '/srv/Ann'\\''s shop'");
  }

  @Test
  void isImpairedWhenAPartHasCrashed() {
    StateFile file = StateFile.begin(home, Layout.SEPARATE, PORTS, InstantSource.system());
    file.crashed("redis", 137, "killed");

    SuiteStatus status = suite.status();

    assertThat(status.condition()).isEqualTo(Condition.IMPAIRED);
    assertThat(status.troubled()).singleElement().extracting(PartState::name).isEqualTo("redis");
    assertThat(status.upAgain()).isEqualTo("churnops up --separate --port-offset 5570");
  }

  @Test
  void isImpairedWhenAServiceThatSaysItIsUpDoesNotAnswer() {
    StateFile file = StateFile.begin(home, Layout.ONE_JVM, PORTS, InstantSource.system());
    file.up("serving", 1);

    SuiteStatus status = suite.status();

    assertThat(status.condition()).isEqualTo(Condition.IMPAIRED);
    assertThat(status.troubled())
        .singleElement()
        .satisfies(part -> {
          assertThat(part.status()).isEqualTo(PartStatus.DOWN);
          assertThat(part.message()).contains("/livez does not answer");
        });
  }

  @Test
  void isImpairedWhenAServerThatWasUpTakesNoConnections() throws IOException {
    StateFile file = StateFile.begin(home, Layout.ONE_JVM, PORTS, InstantSource.system());
    file.up("redis", 1);
    file.up("postgres", 1);
    try (ServerSocket postgres = new ServerSocket()) {
      postgres.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), PORTS.servers().postgres()));

      assertThat(suite.status().troubled())
          .singleElement()
          .satisfies(part -> {
            assertThat(part.name()).isEqualTo("redis");
            assertThat(part.status()).isEqualTo(PartStatus.DOWN);
            assertThat(part.message()).contains("takes connections");
          });
    }
  }

  @Test
  void saysWhatIsInTheWayAndStartsNothing() throws IOException {
    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), PORTS.of(SuiteService.SERVING)));

      assertThatThrownBy(() -> suite.up(Layout.ONE_JVM, PORTS, new SilentListener()))
          .isInstanceOf(SuiteException.class)
          .hasMessageContainingAll(
              "13654", "serving-service", "pid " + ProcessHandle.current().pid(), "--port-offset");
    }
    assertThat(StateFile.read(home)).isEmpty();
    assertThat(Staging.folder(home)).doesNotExist();
  }

  @Test
  void explainsAProcessThatDiesAtOnce() {
    assertThatThrownBy(() -> suite.up(Layout.ONE_JVM, PORTS, new SilentListener()))
        .isInstanceOf(SuiteException.class)
        .hasMessageContainingAll("The suite's process ended", "io.churnops.cli.suite.Suite");
  }

  @Test
  void closesTheFilesOfItsServicesToOthers() {
    assertThat(SuiteService.values())
        .allSatisfy(service ->
            assertThat(Files.getPosixFilePermissions(home.data(service)))
                .isEqualTo(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void keepsCredentialsOverAReset() {
    String key = home.credentials().key("admin");

    suite.reset();

    assertThat(home.data()).doesNotExist();
    assertThat(home.credentials().key("admin")).isEqualTo(key);
  }

  @Test
  void isNotResetWhileItRuns() {
    StateFile.begin(home, Layout.ONE_JVM, PORTS, InstantSource.system());

    assertThatThrownBy(suite::reset).hasMessageContaining("churnops down");
    assertThat(home.data()).exists();
  }

  private void recordProcess(SuiteState.ProcessStamp process) throws IOException {
    StateFile.begin(home, Layout.ONE_JVM, PORTS, InstantSource.system());
    String record = Files.readString(home.stateFile());
    Files.writeString(
        home.stateFile(), record.replaceFirst("\"pid\" : \\d+", "\"pid\" : " + process.pid()));
  }

  private static SuiteState.ProcessStamp deadProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    SuiteState.ProcessStamp stamp = SuiteState.ProcessStamp.of(process.toHandle());
    process.waitFor();
    return stamp;
  }

  private static final class SilentListener implements SuiteListener {
    @Override
    public void part(PartState part) {}

    @Override
    public void note(String sentence) {}
  }
}
