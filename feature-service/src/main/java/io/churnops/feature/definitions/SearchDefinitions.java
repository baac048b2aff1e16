package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionTable.Filter;
import io.churnops.features.engine.FeatureColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds views and single features by what is said of them and by what they are made of. */
@Component
class SearchDefinitions {

  private static final int VIEWS_AT_ONCE = 100;

  private final FeatureViews views;

  SearchDefinitions(FeatureViews views) {
    this.views = views;
  }

  /**
   * The latest views in which the words occur, by name.
   *
   * @param after the last name of the page before
   */
  List<RegisteredView> views(Words words, Filter filter, String after, int limit) {
    return collect(
        filter,
        after,
        false,
        limit,
        registered -> words.fit(textsOf(registered)) ? List.of(registered) : List.of());
  }

  private static Stream<String> textsOf(RegisteredView registered) {
    var definition = registered.view().definition();
    return Stream.of(
            Stream.of(definition.name(), registered.row().fingerprint()),
            notesOf(registered),
            definition.eventTypes().stream(),
            registered.view().columns().stream().map(FeatureColumn::name))
        .flatMap(texts -> texts);
  }

  private static Stream<String> notesOf(RegisteredView registered) {
    var notes = registered.row().notes();
    return Stream.concat(
        Stream.of(notes.description(), notes.owner()).flatMap(Stream::ofNullable),
        notes.tags().stream());
  }

  /**
   * The features of the latest views in which the words occur, by view.
   *
   * @param after view and name of the last feature of the page before
   */
  List<FeatureAnswer> features(Words words, Filter filter, FeatureCursor after, int limit) {
    return collect(
        filter,
        after.view(),
        true,
        limit,
        registered -> {
          List<FeatureAnswer> features = featuresOf(registered, words);
          return registered.row().name().equals(after.view())
              ? beyond(after.feature(), registered, features)
              : features;
        });
  }

  /** What the page before has left of its last view. */
  private static List<FeatureAnswer> beyond(
      String last, RegisteredView registered, List<FeatureAnswer> features) {
    List<String> names = registered.view().columns().stream().map(FeatureColumn::name).toList();
    int position = names.indexOf(last);
    return features.stream().filter(one -> names.indexOf(one.name()) > position).toList();
  }

  private static List<FeatureAnswer> featuresOf(RegisteredView registered, Words words) {
    return registered.view().definition().origins().stream()
        .filter(origin ->
            words.fit(
                Stream.of(
                        Stream.of(
                            origin.column().name(),
                            registered.row().name(),
                            origin.transformation()),
                        notesOf(registered),
                        origin.eventTypes().stream())
                    .flatMap(texts -> texts)))
        .map(origin -> FeatureAnswer.of(registered, origin))
        .toList();
  }

  private <T> List<T> collect(
      Filter filter,
      String from,
      boolean included,
      int limit,
      Function<RegisteredView, List<T>> found) {
    List<T> all = new ArrayList<>();
    List<RegisteredView> some = views.latest(filter, from, included, VIEWS_AT_ONCE);
    while (!some.isEmpty()) {
      for (RegisteredView registered : some) {
        all.addAll(found.apply(registered));
        if (all.size() >= limit) {
          return all.subList(0, limit);
        }
      }
      some = views.latest(filter, some.getLast().row().name(), false, VIEWS_AT_ONCE);
    }
    return all;
  }
}
