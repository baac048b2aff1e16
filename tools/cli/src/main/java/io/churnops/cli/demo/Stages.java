package io.churnops.cli.demo;

import io.churnops.cli.terminal.Terminal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The stages of a demo: says what is going on, and keeps how long each took. */
public final class Stages {

  private final Terminal terminal;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String goingOn = "";

  public Stages(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs a stage; its result is what the stage found out. */
  <T> T run(String name, Supplier<T> stage) {
    progress(name + " ...");
    long begun = System.nanoTime();
    T result = stage.get();
    double took = (System.nanoTime() - begun) / 1e9;
    seconds.put(name, took);
    terminal.line("  %s %-34s %6.1f s".formatted(terminal.good("done"), name, took));
    return result;
  }

  /** Shows how far the current stage is. */
  void progress(String text) {
    goingOn = text;
    terminal.progress(text);
  }

  /** Tells that the current stage still goes on, unless that is on the screen already. */
  void goOn() {
    if (!terminal.interactive()) {
      terminal.progress(goingOn);
    }
  }

  /** Seconds by stage, in order. */
  Map<String, Double> seconds() {
    return Collections.unmodifiableMap(seconds);
  }
}
