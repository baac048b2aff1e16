package io.churnops.ingestion.event;

import io.churnops.contract.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom something that was not taken may be about. Where that cannot be told, everything in it that
 * may be an id: what is kept for its sake is then removed with too many customers rather than with
 * too few.
 */
public final class NamedCustomers {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Longer texts name nobody. */
  private static final int MAX_ID = 1024;

  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]+)\"");
  private static final Pattern BETWEEN_FIELDS = Pattern.compile("[,;|\\t\\r\\n]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\"',;|:=(){}\\[\\]]");

  private NamedCustomers() {}

  /** The customers of an event that may be anything: its own, and one that it joins to it. */
  public static Set<String> inEvent(byte[] content) {
    try {
      JsonNode event = JSON.readTree(content);
      if (event.path("subject").isString()) {
        Set<String> named = new LinkedHashSet<>();
        add(event.path("subject").stringValue(), named);
        JsonNode joined = event.path("data").path("anonymousId");
        if (joined.isString()
            && event.path("type").asString("").equals(EventTypes.CUSTOMER_IDENTIFIED)) {
          add(joined.stringValue(), named);
        }
        return named;
      }
      return inAnything(event);
    } catch (JacksonException unreadable) {
      return inText(new String(content, StandardCharsets.UTF_8));
    }
  }

  /** The same, with the key that its record bears, which is a customer's id where there is one. */
  public static Set<String> inEvent(byte[] content, @Nullable String key) {
    Set<String> named = new LinkedHashSet<>(inEvent(content));
    add(key, named);
    return named;
  }

  /** The customers of a valid event. */
  public static Set<String> in(CustomerEvent event) {
    return event.type().equals(EventTypes.CUSTOMER_IDENTIFIED)
        ? join(event)
        : Set.of(event.subject());
  }

  private static Set<String> join(CustomerEvent event) {
    Set<String> named = new LinkedHashSet<>(Set.of(event.subject()));
    JsonNode joined = JSON.readTree(event.data()).path("anonymousId");
    if (joined.isString()) {
      add(joined.stringValue(), named);
    }
    return named;
  }

  /** Those of some texts that can be a customer's id; no store keeps the others. */
  public static Set<String> among(Collection<String> texts) {
    Set<String> named = new LinkedHashSet<>();
    texts.forEach(text -> add(text, named));
    return named;
  }

  /** Every text and number in some JSON, and what lies between separators in its texts. */
  public static Set<String> inAnything(JsonNode content) {
    Set<String> named = new LinkedHashSet<>();
    collect(content, named);
    return named;
  }

  private static void collect(JsonNode value, Collection<String> named) {
    if (value.isContainer()) {
      value.forEach(member -> collect(member, named));
    } else if (value.isString()) {
      named.addAll(inText(value.stringValue()));
    } else if (value.isNumber()) {
      add(value.asString(), named);
    }
  }

  /** A text, and what lies between separators in it. */
  public static Set<String> inText(String text) {
    Set<String> named = new LinkedHashSet<>();
    add(text, named);
    for (Matcher quoted = QUOTED.matcher(text); quoted.find(); ) {
      add(quoted.group(1), named);
    }
    for (Pattern between : new Pattern[] {BETWEEN_FIELDS, BETWEEN_WORDS}) {
      for (String part : between.split(text)) {
        add(part.strip(), named);
        add(part.replace("\"", "").strip(), named);
      }
    }
    return named;
  }

  private static void add(@Nullable String text, Collection<String> named) {
    if (text != null && isId(text)) {
      named.add(text);
    }
  }

  private static boolean isId(String text) {
    return !text.isBlank()
        && text.length() <= MAX_ID
        && text.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
