package io.churnops.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command writes: lines for people, with a line of progress that is rewritten in place when
 * they look at a terminal and told now and then otherwise, or one JSON document for scripts. Errors
 * go to the error stream.
 */
public final class Terminal {

  /** The lines go into a file or to another program. */
  public static final int NO_SCREEN = 0;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final int columns;
  private final boolean json;
  private final LongSupplier nanos;
  private boolean progressShown;
  private long lastLine;

  /**
   * A terminal.
   *
   * @param columns of the screen on which a person sees each line as it appears, or NO_SCREEN
   * @param json whether a script wants JSON and no lines
   */
  public Terminal(PrintWriter out, PrintWriter err, int columns, boolean json) {
    this(out, err, columns, json, System::nanoTime);
  }

  /**
   * A terminal with a clock.
   *
   * @param nanos tells the time as {@link System#nanoTime} does
   */
  public Terminal(PrintWriter out, PrintWriter err, int columns, boolean json, LongSupplier nanos) {
    this.out = out;
    this.err = err;
    this.columns = json ? NO_SCREEN : columns;
    this.json = json;
    this.nanos = nanos;
    this.lastLine = nanos.getAsLong();
  }

  public boolean interactive() {
    return columns != NO_SCREEN;
  }

  /** How many characters a line may have; a file takes any number. */
  public int width() {
    return interactive() ? columns : Integer.MAX_VALUE;
  }

  public boolean json() {
    return json;
  }

  /** A line for people; nothing when a script wants JSON. */
  public synchronized void line(String text) {
    if (!json) {
      eraseProgress();
      out.println(text);
      out.flush();
      lastLine = nanos.getAsLong();
    }
  }

  /** A sentence or two for people, broken between words where the screen ends. */
  public void words(String text) {
    words("", text);
  }

  /** Sentences below something: indented, and what does not fit on a line a little further. */
  public void below(String text) {
    words("  ", text);
  }

  private void words(String indent, String text) {
    String space = indent;
    for (String part : Words.lines(text, width() - 2 * indent.length())) {
      line(space + part);
      space = indent + indent;
    }
  }

  /**
   * What is going on: shown until the next line to a person who looks, otherwise a line once there
   * was none for ten seconds.
   */
  public synchronized void progress(String text) {
    if (interactive()) {
      // A line that goes on in a second one could not be erased.
      out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), columns - 1)));
      out.flush();
      progressShown = true;
    } else if (nanos.getAsLong() - lastLine >= LONGEST_SILENCE.toNanos()) {
      line(text);
    }
  }

  /** The whole answer, for a script; nothing when people read lines. */
  public synchronized void document(Object answer) {
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      out.flush();
    }
  }

  /** Why the command failed: a line, and a document for a script. */
  public synchronized void error(String text) {
    eraseProgress();
    err.println(text);
    err.flush();
    document(new Failure(text));
  }

  /** Whether nobody reads any more, as behind {@code | head}. */
  public boolean closed() {
    return out.checkError();
  }

  /** Bold on a terminal. */
  public String strong(String text) {
    return styled("1", text);
  }

  /** Green on a terminal. */
  public String good(String text) {
    return styled("32", text);
  }

  /** Red on a terminal. */
  public String bad(String text) {
    return styled("31", text);
  }

  private String styled(String code, String text) {
    return interactive() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void eraseProgress() {
    if (progressShown) {
      out.print(ERASE_LINE);
      progressShown = false;
    }
  }

  private record Failure(String error) {}
}
