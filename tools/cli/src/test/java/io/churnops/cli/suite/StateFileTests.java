package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTests {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @TempDir Path temp;
  SuiteHome home;

  @BeforeEach
  void createHome() {
    home = new SuiteHome(temp);
    home.create();
  }

  @Test
  void recordsHowEveryPartComesUp() {
    StateFile file = begin();
    file.starting("kafka");
    file.up("redis", 42);

    SuiteState state = StateFile.read(home).orElseThrow();

    assertThat(state.parts()).hasSize(8);
    assertThat(part(state, "postgres").status()).isEqualTo(PartStatus.WAITING);
    assertThat(part(state, "kafka").status()).isEqualTo(PartStatus.STARTING);
    assertThat(part(state, "redis"))
        .isEqualTo(new PartState("redis", PartStatus.UP, 25380, 42L, NOW, null, null));
  }

  @Test
  void keepsTheFirstWordOnACrash() {
    StateFile file = begin();
    file.up("redis", 42);

    assertThat(file.crashed("redis", 137, "killed")).isTrue();
    assertThat(file.crashed("redis", 1, "again")).isFalse();

    assertThat(part(StateFile.read(home).orElseThrow(), "redis"))
        .isEqualTo(new PartState("redis", PartStatus.CRASHED, 25380, 42L, NOW, 137, "killed"));
  }

  @Test
  void recordsACrashOnceThereIsRoomForIt() throws IOException {
    StateFile file = begin();
    file.up("redis", 42);
    Path away = Files.move(home.run(), temp.resolve("away"));

    assertThat(file.crashed("redis", 137, "killed")).isTrue();
    file.catchUp();
    Files.move(away, home.run());
    file.catchUp();

    assertThat(part(StateFile.read(home).orElseThrow(), "redis").status())
        .isEqualTo(PartStatus.CRASHED);
  }

  @Test
  void vanishesWhenTheSuiteEnds() {
    StateFile file = begin();
    file.end();
    file.up("redis", 42); // what a start that was interrupted still has to say

    assertThat(StateFile.read(home)).isEmpty();
  }

  @Test
  void staysWhenTheSuiteCouldNotStart() {
    StateFile file = begin();
    file.failed("serving", "no key");
    file.end();

    assertThat(StateFile.read(home).orElseThrow().failure())
        .isEqualTo(new SuiteState.Failure("serving", "no key"));
  }

  @Test
  void isRefusedWhenItIsBroken() throws IOException {
    Files.writeString(home.stateFile(), "{\"process\":");

    assertThatThrownBy(() -> StateFile.read(home)).hasMessageContaining("cannot be read");
  }

  private StateFile begin() {
    return StateFile.begin(home, Layout.ONE_JVM, new SuitePorts(1), InstantSource.fixed(NOW));
  }

  private static PartState part(SuiteState state, String name) {
    return state.parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
