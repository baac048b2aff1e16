package io.churnops.feature.definitions;

import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.LabelDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Several definitions, each of its own name. */
record DefinitionSet(List<View> views, List<Label> labels) {

  private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---(?:[ \\t].*)?$");
  private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*$");
  private static final Pattern LABEL = Pattern.compile("(?m)^\\{?[ \\t]*[\"']?label[\"']?[ \\t]*:");
  private static final Pattern VIEW = Pattern.compile("(?m)^\\{?[ \\t]*[\"']?view[\"']?[ \\t]*:");

  DefinitionSet {
    views = List.copyOf(views);
    labels = List.copyOf(labels);
  }

  record View(String file, FeatureViewDefinition definition) {}

  record Label(String file, LabelDefinition definition) {}

  /**
   * Reads every definition.
   *
   * @throws InvalidDefinitionException listing everything wrong in all of them
   */
  static DefinitionSet read(List<PlanRequest.Source> sources) {
    List<View> views = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    List<InvalidDefinitionException.InFile> problems = new ArrayList<>();
    Map<String, String> files = new LinkedHashMap<>();
    for (PlanRequest.Source source : sources) {
      for (String document : documents(source.text())) {
        try {
          String name;
          if (isLabel(document)) {
            LabelDefinition label = LabelDefinition.parse(document);
            labels.add(new Label(source.file(), label));
            name = "label " + label.name();
          } else {
            FeatureViewDefinition view = FeatureViewDefinition.parse(document);
            views.add(new View(source.file(), view));
            name = "view " + view.name();
          }
          Optional.ofNullable(files.put(name, source.file()))
              .ifPresent(
                  other -> problems.add(InvalidDefinitionException.twice(name, source, other)));
        } catch (DefinitionException e) {
          e.problems()
              .forEach(
                  problem -> problems.add(InvalidDefinitionException.in(source.file(), problem)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException(problems);
    }
    return new DefinitionSet(views, labels);
  }

  private static List<String> documents(String text) {
    return BETWEEN_DOCUMENTS
        .splitAsStream(text)
        .filter(document -> !COMMENT.matcher(document).replaceAll("").isBlank())
        .toList();
  }

  private static boolean isLabel(String document) {
    return LABEL.matcher(document).find() && !VIEW.matcher(document).find();
  }
}
