package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads feature views. */
final class FeatureViewReader {

  private static final Set<String> VIEW_KEYS =
      with(Documentation.KEYS, "view", "entity", "freshness", "features", "derived", "retract");
  private static final Set<String> FEATURE_KEYS =
      Set.of(
          "name",
          "event",
          "where",
          "aggregate",
          "of",
          "windows",
          "type",
          "exact",
          "k",
          "cardinality");
  private static final Set<String> RETRACTION_KEYS =
      Set.of("event", "by", "where", "on", "id", "amount");
  private static final Set<String> DERIVED_KEYS = Set.of("name", "expression", "otherwise");
  private static final int MOST_COLUMNS = 1000;

  private final DefinitionReader reader = new DefinitionReader("The feature view");
  private final List<FeatureColumn> columns = new ArrayList<>();
  private final Set<String> columnNames = new HashSet<>();

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }

  FeatureViewDefinition read(String yamlOrJson) {
    Section view = reader.root(yamlOrJson);
    view.allowOnly(VIEW_KEYS);
    String name = view.name("view", "customer_behaviour");
    view.requireCustomerEntity();
    Documentation documentation = view.documentation();
    Freshness freshness = freshness(view);
    List<FeatureSpec> features = new ArrayList<>();
    for (Section section : view.sections("features")) {
      feature(section).ifPresent(features::add);
    }
    if (features.isEmpty() && reader.isSound()) {
      view.problem("features", "there are none", "Define at least one feature");
    }
    List<DerivedSpec> derived = new ArrayList<>();
    for (Section section : view.sections("derived")) {
      derived(section).ifPresent(derived::add);
    }
    List<Retraction> retractions = new ArrayList<>();
    for (Section section : view.oneOrMoreSections("retract")) {
      retraction(section).ifPresent(retractions::add);
    }
    requireNoChain(retractions, view);
    if (columns.size() > MOST_COLUMNS) {
      view.problem(
          "features", "they make more than " + MOST_COLUMNS + " columns", "Split the view");
    }
    reader.requireSound();
    return new FeatureViewDefinition(
        Objects.requireNonNull(name), features, derived, retractions, freshness, documentation);
  }

  private static @Nullable Freshness freshness(Section view) {
    Optional<String> text = view.optionalText("freshness");
    Optional<Freshness> freshness = text.flatMap(Freshness::of);
    if (text.isPresent() && freshness.isEmpty()) {
      view.problem("freshness", "\"" + text.get() + "\" is no time to be behind", Freshness.RULE);
    }
    return freshness.orElse(null);
  }

  private static Optional<Retraction> retraction(Section section) {
    section.allowOnly(RETRACTION_KEYS);
    Optional<EventSelector> by = section.selector("by");
    List<String> types =
        section.has("event") ? section.eventTypes("event") : List.of(Retraction.DEFAULT_EVENT);
    if (section.has("on") && section.has("id")) {
      section.problem("id", "events are joined by a value or by the id", "Leave out on or id");
    }
    ValuePath id = section.has("id") ? onlyPath(section, "id", "") : null;
    ValuePath on = section.has("id") ? null : onlyPath(section, "on", Retraction.DEFAULT_ON);
    ValuePath amount = onlyPath(section, "amount", Retraction.DEFAULT_AMOUNT);
    if (by.isEmpty() || amount == null || on == null && id == null) {
      return Optional.empty();
    }
    return Optional.of(new Retraction(types, by.get(), on, id, amount));
  }

  private static @Nullable ValuePath onlyPath(Section section, String key, String otherwise) {
    String text = section.has(key) ? section.text(key, otherwise) : otherwise;
    if (text == null) {
      return null;
    }
    ValuePath path = ValuePath.parse(text).filter(found -> !found.isPlural()).orElse(null);
    if (path == null) {
      section.problem(key, "\"" + text + "\" is no path to one value", "Write one like orderId");
    }
    return path;
  }

  private static void requireNoChain(List<Retraction> retractions, Section view) {
    for (Retraction retraction : retractions) {
      for (String type : retraction.by().types()) {
        if (retractions.stream().anyMatch(other -> other.types().contains(type))) {
          view.problem(
              "retract", type + " takes back and is taken back", "Let nothing take it back");
        }
      }
    }
  }

  private Optional<FeatureSpec> feature(Section section) {
    section.allowOnly(FEATURE_KEYS);
    String name = section.name("name", "orders");
    Optional<EventSelector> selector = section.selector("event");
    Aggregate aggregate = aggregate(section);
    List<Window> windows = windows(section);
    boolean exact = section.flag("exact");
    if (exact && windows.stream().allMatch(Window::isLifetime)) {
      section.problem("exact", "there is no window to be exact about", "Add windows or drop exact");
    }
    if (name == null || selector.isEmpty() || aggregate == null) {
      return Optional.empty();
    }
    FeatureSpec feature =
        new FeatureSpec(
            name,
            selector.get(),
            aggregate,
            path(section, aggregate),
            windows,
            type(section, aggregate),
            exact,
            ranking(section, aggregate));
    feature.columns().forEach(column -> add(column, section));
    return Optional.of(feature);
  }

  private void add(FeatureColumn column, Section section) {
    if (Cel.RESERVED.contains(column.name())) {
      section.problem("name", "\"" + column.name() + "\" is a reserved word", "Choose another");
    } else if (!columnNames.add(column.name())) {
      section.problem(
          "name", "there already is a column \"" + column.name() + "\"", "Choose another name");
    } else {
      columns.add(column);
    }
  }

  private static @Nullable Aggregate aggregate(Section section) {
    String word = section.text("aggregate", "count");
    if (word == null) {
      return null;
    }
    Optional<Aggregate> aggregate = Aggregate.named(word);
    if (aggregate.isEmpty()) {
      section.problem(
          "aggregate",
          "there is no aggregate \"" + word + "\"",
          "Known are "
              + DefinitionReader.list(Stream.of(Aggregate.values()).map(Aggregate::word).toList()));
    }
    return aggregate.orElse(null);
  }

  private static @Nullable ValuePath path(Section section, Aggregate aggregate) {
    if (!aggregate.readsValues()) {
      if (section.has("of")) {
        section.problem("of", aggregate.word() + " reads no value", "Leave it out");
      }
      return null;
    }
    String text = section.text("of", "amountMinor");
    ValuePath path = text == null ? null : ValuePath.parse(text).orElse(null);
    if (text != null && path == null) {
      section.problem(
          "of", "\"" + text + "\" is no path", "Write one like amountMinor or items[].category");
    }
    if (path != null && path.isPlural() && aggregate.picks()) {
      section.problem(
          "of",
          "\"" + text + "\" names many values and " + aggregate.word() + " takes one",
          "Name a single value or use distinct");
    }
    return path;
  }

  private static List<Window> windows(Section section) {
    if (!section.has("windows")) {
      return List.of();
    }
    List<Window> windows = new ArrayList<>();
    for (String text : section.texts("windows")) {
      Optional<Window> window =
          text.equals(Window.LIFETIME.text())
              ? Optional.of(Window.LIFETIME)
              : Window.ofLength(text);
      if (window.isEmpty()) {
        section.problem("windows", "\"" + text + "\" is no window", Window.RULE + ", or lifetime");
      }
      window.ifPresent(windows::add);
    }
    return windows;
  }

  private static Ranking ranking(Section section, Aggregate aggregate) {
    if (aggregate.ranks()) {
      return new Ranking(
          section.wholeNumber("k", 1, Ranking.MOST_COLUMNS),
          section.wholeNumber(
              "cardinality", Ranking.DEFAULT_CARDINALITY, Ranking.MOST_CARDINALITY));
    }
    for (String key : List.of("k", "cardinality")) {
      if (section.has(key)) {
        section.problem(key, aggregate.word() + " ranks nothing", "Leave it out or use top");
      }
    }
    return Ranking.NONE;
  }

  private static ColumnType type(Section section, Aggregate aggregate) {
    String word = section.optionalText("type").orElse(aggregate.ranks() ? "category" : "number");
    if (word.equals("number") && aggregate.ranks()) {
      section.problem("type", aggregate.word() + " makes categories", "Leave it out");
    }
    if (word.equals("category")) {
      if (!aggregate.picks() && !aggregate.ranks()) {
        section.problem(
            "type", aggregate.word() + " makes numbers", "Use first, last or top for categories");
      }
      return ColumnType.CATEGORY;
    }
    if (!word.equals("number")) {
      section.problem("type", "there is no type \"" + word + "\"", "Write number or category");
    }
    return ColumnType.NUMBER;
  }

  private Optional<DerivedSpec> derived(Section section) {
    section.allowOnly(DERIVED_KEYS);
    String name = section.name("name", "email_open_rate");
    String expression = section.text("expression", "emails_opened_90d / emails_sent_90d");
    Double otherwise = section.optionalNumber("otherwise");
    Optional<Formula> formula =
        expression == null ? Optional.empty() : formula(section, expression);
    if (name == null || expression == null || formula.isEmpty()) {
      return Optional.empty();
    }
    DerivedSpec column = new DerivedSpec(name, expression, formula.get(), otherwise);
    add(column.column(), section);
    return Optional.of(column);
  }

  private Optional<Formula> formula(Section section, String expression) {
    try {
      return Optional.of(Cel.formula(expression, columns));
    } catch (Cel.Refused e) {
      section.problem(
          "expression",
          "\"" + expression + "\" cannot be used: " + e.getMessage(),
          "Columns defined before it: "
              + DefinitionReader.list(columns.stream().map(FeatureColumn::name).toList()));
      return Optional.empty();
    }
  }
}
