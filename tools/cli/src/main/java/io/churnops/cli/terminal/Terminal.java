package io.churnops.cli.terminal;

import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command writes: lines for people, with a line of progress that is rewritten in place when
 * they look at a terminal, or one JSON document for scripts. Errors go to the error stream.
 */
public final class Terminal {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private final boolean json;
  private boolean progressShown;

  /**
   * A terminal.
   *
   * @param interactive whether a person sees each line as it appears
   * @param json whether a script wants JSON and no lines
   */
  public Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean json) {
    this.out = out;
    this.err = err;
    this.interactive = interactive && !json;
    this.json = json;
  }

  public boolean interactive() {
    return interactive;
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
    }
  }

  /** What is going on, shown until the next line; nothing unless a person looks. */
  public synchronized void progress(String text) {
    if (interactive) {
      out.print(ERASE_LINE + text);
      out.flush();
      progressShown = true;
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
    return interactive ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void eraseProgress() {
    if (progressShown) {
      out.print(ERASE_LINE);
      progressShown = false;
    }
  }

  private record Failure(String error) {}
}
