package io.churnops.forest;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where some neighbouring trees were grown, in the words of whoever grew them: nobody can check
 * them.
 *
 * @param from the number of the first tree, from 0
 * @param to the number behind the last one's
 * @param host the machine
 * @param environment its JDK and libraries by name; at most {@value #MOST_FACTS}
 */
public record GrownOn(int from, int to, String host, Map<String, String> environment) {

  private static final int MOST_FACTS = 16;
  private static final Pattern WORD = Pattern.compile("\\p{Print}{1,200}");

  public GrownOn {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException("trees " + from + " to " + (to - 1) + " grew nowhere");
    }
    environment = new TreeMap<>(environment);
    if (environment.size() > MOST_FACTS) {
      throw new IllegalArgumentException(environment.size() + " facts of an environment");
    }
    require(host);
    environment.forEach((name, value) -> {
      require(name);
      require(value);
    });
  }

  private static void require(String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException("a word of an environment is not 1 to 200 letters");
    }
  }

  /** Whether the trees that follow these were grown in the same place. */
  boolean goesOnIn(GrownOn next) {
    return to == next.from && host.equals(next.host) && environment.equals(next.environment);
  }

  GrownOn upTo(int end) {
    return new GrownOn(from, end, host, environment);
  }
}
