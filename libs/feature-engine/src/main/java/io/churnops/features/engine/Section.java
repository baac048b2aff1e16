package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mapping in a definition. What is wrong in it is noted with the reader. */
final class Section {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,127}");

  private final DefinitionReader reader;
  private final String where;
  private final JsonNode node;

  Section(DefinitionReader reader, String where, JsonNode node) {
    this.reader = reader;
    this.where = where;
    this.node = node;
  }

  /** Where a member is, for messages. */
  String where(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  void problem(String key, String what, String how) {
    reader.problem(where(key), what, how);
  }

  void allowOnly(Set<String> keys) {
    for (String key : node.propertyNames()) {
      if (!keys.contains(key)) {
        problem(key, "there is no such key", "Known here: " + DefinitionReader.list(keys));
      }
    }
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** A text that must be there; null, with a problem noted, when it is not. */
  @Nullable String text(String key, String example) {
    if (!has(key)) {
      problem(key, "it is missing", "Add it, for example " + key + ": " + example);
      return null;
    }
    return optionalText(key).orElse(null);
  }

  Optional<String> optionalText(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      problem(key, "it is not a text", "Write a text, in quotes if need be");
      return Optional.empty();
    }
    return Optional.of(value.stringValue().strip());
  }

  /** A name that must be there; null, with a problem noted, when it is not. */
  @Nullable String name(String key, String example) {
    String name = text(key, example);
    if (name == null) {
      return null;
    }
    if (!NAME.matcher(name).matches()) {
      problem(
          key,
          "\"" + name + "\" is no name",
          "Use lower-case letters, digits and _, beginning with a letter, at most 63 characters");
      return null;
    }
    return name;
  }

  void requireCustomerEntity() {
    String entity = text("entity", "customer");
    if (entity != null && !entity.equals("customer")) {
      problem("entity", "there is no entity \"" + entity + "\"", "Write customer");
    }
  }

  boolean flag(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      problem(key, "it is neither true nor false", "Write true or false");
      return false;
    }
    return value.booleanValue();
  }

  /** A number or null, both for an explicit null and for a missing member. */
  @Nullable Double optionalNumber(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.numberValue().doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      problem(key, "it is neither a number nor null", "Write a number or null");
      return null;
    }
    return number + 0.0;
  }

  /** A whole number from 1 to a most; the given one when there is none. */
  int wholeNumber(String key, int otherwise, int most) {
    JsonNode value = node.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
      problem(key, "it is not a whole number from 1 to " + most, "Write " + key + ": " + otherwise);
      return otherwise;
    }
    return value.intValue();
  }

  int positiveInt(String key) {
    JsonNode value = node.get(key);
    if (value == null || !value.isInt() || value.intValue() < 1) {
      problem(key, "it is not a whole number of at least 1", "Write " + key + ": 1 or more");
      return 1;
    }
    return value.intValue();
  }

  /** One or several texts; empty, with a problem noted, when there are none. */
  List<String> texts(String key) {
    JsonNode value = node.path(key);
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      if (!element.isString()) {
        problem(key, "it is neither a text nor a list of texts", "Write texts");
        return List.of();
      }
      texts.add(element.stringValue().strip());
    }
    if (texts.isEmpty()) {
      problem(key, "the list is empty", "Name at least one or leave the key out");
    }
    return texts;
  }

  /** The mappings in a list; a missing list is empty. */
  List<Section> sections(String key) {
    JsonNode value = node.path(key);
    if (!value.isArray() && !value.isMissingNode()) {
      problem(key, "it is not a list", "Begin each element with \"- \"");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      section(where(key) + "[" + i + "]", value.get(i)).ifPresent(sections::add);
    }
    return sections;
  }

  /** The mappings in a list, or the one that stands in its place; a missing list is empty. */
  List<Section> oneOrMoreSections(String key) {
    return node.path(key).isObject()
        ? section(where(key), node.path(key)).stream().toList()
        : sections(key);
  }

  /** A mapping that must be there; empty, with a problem noted, when it is not. */
  Optional<Section> section(String key, String example) {
    if (!has(key)) {
      problem(key, "it is missing", "Add it, for example " + key + ": " + example);
      return Optional.empty();
    }
    return section(where(key), node.path(key));
  }

  private Optional<Section> section(String at, JsonNode value) {
    if (!value.isObject()) {
      reader.problem(at, "it is not a mapping", "Write {key: value, ...}");
      return Optional.empty();
    }
    return Optional.of(new Section(reader, at, value));
  }

  /** The events meant by a key and the condition beside it. */
  Optional<EventSelector> selector(String key) {
    if (!has(key)) {
      problem(key, "it is missing", "Name one or several event types, like order.placed");
      return Optional.empty();
    }
    List<String> types = eventTypes(key);
    Condition where = optionalText("where").flatMap(this::condition).orElse(null);
    return types.isEmpty() ? Optional.empty() : Optional.of(new EventSelector(types, where));
  }

  /** One or several event types; empty, with a problem noted, when there are none. */
  List<String> eventTypes(String key) {
    List<String> types = texts(key);
    for (String type : types) {
      if (!EVENT_TYPE.matcher(type).matches()) {
        problem(key, "\"" + type + "\" is no event type", "Write one like order.placed");
      }
    }
    return types;
  }

  private Optional<Condition> condition(String text) {
    try {
      return Optional.of(Cel.condition(text));
    } catch (Cel.Refused e) {
      problem(
          "where",
          "\"" + text + "\" cannot be used: " + e.getMessage(),
          "Write a condition on the event's data, like data.amountMinor > 0");
      return Optional.empty();
    }
  }

  /** A length of time that must be there; null, with a problem noted, when it is not. */
  @Nullable Window length(String key, String example) {
    String text = text(key, example);
    Window length = text == null ? null : Window.ofLength(text).orElse(null);
    if (text != null && length == null) {
      problem(key, "\"" + text + "\" is no length of time", Window.RULE);
    }
    return length;
  }

  /** Description, owner and tags: they mean nothing to the engine. */
  Documentation documentation() {
    List<String> tags = has("tags") ? texts("tags") : List.of();
    return new Documentation(
        optionalText("description").orElse(null), optionalText("owner").orElse(null), tags);
  }
}
