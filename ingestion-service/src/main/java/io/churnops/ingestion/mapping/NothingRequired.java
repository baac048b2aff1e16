package io.churnops.ingestion.mapping;

import com.fasterxml.jackson.annotation.JsonSetter;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Reads a document as if each part might be left out. Jackson tells of what is missing before it
 * tells of what it does not know; so the misspelt key is found.
 */
final class NothingRequired extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return false;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    return JsonSetter.Value.empty();
  }
}
