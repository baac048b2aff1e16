package io.churnops.ingestion.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of an event that may be anything, from its tree. */
record TreeAttributes(ObjectNode event) implements Attributes {

  private static final Set<String> SPECIFIED =
      Set.of("specversion", "id", "source", "type", "subject", "time", "data", "datacontenttype");
  private static final Pattern EXTENSION_NAME = Pattern.compile("[a-z0-9]{1,20}");
  private static final Pattern JSON_MEDIA_TYPE =
      Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?)?\\s*");

  @Override
  public @Nullable String text(Specified attribute) {
    JsonNode value = event.get(attribute.toString());
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new FlawException(Flaw.INVALID_ATTRIBUTE, attribute + " must be a string.");
    }
    return value.stringValue();
  }

  @Override
  public boolean arePrintable() {
    return false;
  }

  @Override
  public void requireJsonData() {
    if (event.has("data_base64")) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE, "data_base64 is not taken; send JSON in data.");
    }
    JsonNode contentType = event.get("datacontenttype");
    if (contentType != null
        && !contentType.isNull()
        && !(contentType.isString()
            && JSON_MEDIA_TYPE.matcher(contentType.stringValue()).matches())) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE, "datacontenttype must be application/json or absent.");
    }
  }

  @Override
  public Extensions extensions() {
    Map<String, String> extensions = Map.of();
    for (Map.Entry<String, JsonNode> attribute : event.properties()) {
      if (!SPECIFIED.contains(attribute.getKey()) && !attribute.getValue().isNull()) {
        if (extensions.isEmpty()) {
          extensions = new LinkedHashMap<>();
        }
        extensions.put(extensionName(attribute.getKey()), extensionValue(attribute.getValue()));
      }
    }
    return Extensions.of(extensions);
  }

  private static String extensionName(String name) {
    if (!EXTENSION_NAME.matcher(name).matches()) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE,
          "Names of extension attributes are 1 to 20 lower-case letters and digits.");
    }
    return name;
  }

  private static String extensionValue(JsonNode value) {
    if (value.isString()) {
      return Attributes.limitedExtension(value.stringValue());
    }
    if (value.isBoolean() || value.isInt()) {
      return value.toString();
    }
    throw new FlawException(
        Flaw.INVALID_ATTRIBUTE,
        "An extension attribute must be a string, a boolean or a 32-bit integer.");
  }
}
