package io.churnops.feature.definitions;

import io.churnops.feature.definitions.Plan.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares two definitions field by field; features are known by their names, not places. */
final class Differences {

  private static final String ORDER = "order";

  private final List<Difference> found = new ArrayList<>();

  private Differences() {}

  static List<Difference> between(JsonNode before, JsonNode after) {
    Differences differences = new Differences();
    differences.compare("", before, after);
    return List.copyOf(differences.found);
  }

  private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
    if (before == null || after == null) {
      found.add(new Difference(path, before, after));
    } else if (before.isObject() && after.isObject()) {
      members(path, members(before), members(after));
    } else if (isNamed(before) && isNamed(after)) {
      SequencedMap<String, JsonNode> old = byName(before);
      SequencedMap<String, JsonNode> fresh = byName(after);
      members(path, old, fresh);
      order(path, old, fresh);
    } else if (!before.equals(after)) {
      found.add(new Difference(path, before, after));
    }
  }

  private void members(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(path.isEmpty() ? name : path + "." + name, before.get(name), after.get(name));
    }
  }

  /** The order of features is the order of the columns, and so a part of the meaning. */
  private void order(
      String path, SequencedMap<String, JsonNode> before, SequencedMap<String, JsonNode> after) {
    List<String> common = before.sequencedKeySet().stream().filter(after::containsKey).toList();
    List<String> now = after.sequencedKeySet().stream().filter(before::containsKey).toList();
    if (!common.equals(now)) {
      found.add(new Difference(path + "." + ORDER, names(common), names(now)));
    }
  }

  private static JsonNode names(List<String> names) {
    return JsonMapper.shared().valueToTree(names);
  }

  private static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private static boolean isNamed(JsonNode list) {
    return list.isArray()
        && list.valueStream().allMatch(element -> element.path("name").isString());
  }

  private static SequencedMap<String, JsonNode> byName(JsonNode list) {
    SequencedMap<String, JsonNode> byName = new LinkedHashMap<>();
    list.forEach(element -> byName.put(element.path("name").stringValue(), element));
    return byName;
  }
}
