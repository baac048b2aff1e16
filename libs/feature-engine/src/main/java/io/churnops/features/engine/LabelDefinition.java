package io.churnops.features.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who counts as churned, and for whom the question is asked. At a cutoff T a customer is eligible
 * with at least so many of some events in {@code [T - within, T)}, and has churned with none of
 * some events in {@code [T, T + within)}; both windows are exact.
 */
public final class LabelDefinition {

  private static final Set<String> KEYS = keys();

  private final String name;
  private final Churned churned;
  private final Eligible eligible;
  private final @Nullable Window every;
  private final String canonicalJson;
  private final String documentedJson;
  private final String fingerprint;

  private record Churned(EventSelector none, Window within) {}

  private record Eligible(int atLeast, EventSelector events, Window within) {}

  private LabelDefinition(
      String name,
      Churned churned,
      Eligible eligible,
      @Nullable Window every,
      Documentation documentation) {
    this.name = name;
    this.churned = churned;
    this.eligible = eligible;
    this.every = every;
    ObjectNode json = json();
    this.canonicalJson = json.toString();
    this.fingerprint = DefinitionReader.fingerprint(canonicalJson);
    documentation.addTo(json);
    this.documentedJson = json.toString();
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(Documentation.KEYS);
    keys.addAll(Set.of("label", "entity", "churned", "eligible", "cutoffs"));
    return keys;
  }

  /**
   * Reads a definition in YAML or JSON.
   *
   * @throws DefinitionException listing everything wrong with it
   */
  public static LabelDefinition parse(String yamlOrJson) {
    DefinitionReader reader = new DefinitionReader("The label");
    Section label = reader.root(yamlOrJson);
    label.allowOnly(KEYS);
    String name = label.name("label", "churn_30d");
    label.requireCustomerEntity();
    Optional<Churned> churned =
        label
            .section("churned", "{no: order.placed, within: 30d}")
            .flatMap(LabelDefinition::churned);
    Optional<Eligible> eligible =
        label
            .section("eligible", "{at_least: 1, event: order.placed, within: 90d}")
            .flatMap(LabelDefinition::eligible);
    Window every = null;
    if (label.has("cutoffs")) {
      every = label.section("cutoffs", "").map(LabelDefinition::every).orElse(null);
    }
    Documentation documentation = label.documentation();
    reader.requireSound();
    return new LabelDefinition(
        Objects.requireNonNull(name),
        churned.orElseThrow(),
        eligible.orElseThrow(),
        every,
        documentation);
  }

  private static Optional<Churned> churned(Section section) {
    section.allowOnly(Set.of("no", "where", "within"));
    Optional<EventSelector> none = section.selector("no");
    Window within = section.length("within", "30d");
    return within == null ? Optional.empty() : none.map(events -> new Churned(events, within));
  }

  private static Optional<Eligible> eligible(Section section) {
    section.allowOnly(Set.of("at_least", "event", "where", "within"));
    int atLeast = section.positiveInt("at_least");
    Optional<EventSelector> events = section.selector("event");
    Window within = section.length("within", "90d");
    return within == null
        ? Optional.empty()
        : events.map(selector -> new Eligible(atLeast, selector, within));
  }

  private static @Nullable Window every(Section section) {
    section.allowOnly(Set.of("every"));
    return section.length("every", "7d");
  }

  public String name() {
    return name;
  }

  /** The first 16 bytes of the SHA-256 of the canonical JSON, in hex. */
  public String fingerprint() {
    return fingerprint;
  }

  /** What the definition means: no description, owner or tags. Can be parsed again. */
  public String canonicalJson() {
    return canonicalJson;
  }

  /** The whole definition, with description, owner and tags. Can be parsed again. */
  public String documentedJson() {
    return documentedJson;
  }

  /** How long after a cutoff the customer must stay silent to count as churned. */
  public Duration horizon() {
    return churned.within().length();
  }

  /** How far before a cutoff eligibility looks. */
  public Duration eligibility() {
    return eligible.within().length();
  }

  /** The distance of cutoffs, when the definition proposes one. */
  public Optional<Duration> cutoffsEvery() {
    return Optional.ofNullable(every).map(Window::length);
  }

  /** The event types that the label reads. */
  public Set<String> eventTypes() {
    Set<String> types = new TreeSet<>(churned.none().types());
    types.addAll(eligible.events().types());
    return types;
  }

  /** Those of which the data is read too; of the others, only that they happened. */
  public Set<String> eventTypesReadInto() {
    Set<String> types = new TreeSet<>();
    for (EventSelector selector : List.of(churned.none(), eligible.events())) {
      if (selector.where() != null) {
        types.addAll(selector.types());
      }
    }
    return types;
  }

  long horizonMicros() {
    return churned.within().lengthMicros();
  }

  long eligibilityMicros() {
    return eligible.within().lengthMicros();
  }

  int eligibleFrom() {
    return eligible.atLeast();
  }

  /** Whether the event, within the horizon, shows that the customer stayed. */
  boolean showsLoyalty(CustomerEvent event) {
    return churned.none().selects(event);
  }

  boolean countsForEligibility(CustomerEvent event) {
    return eligible.events().selects(event);
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("label", name);
    json.put("entity", "customer");
    ObjectNode churnedJson = json.putObject("churned");
    churned.none().writeTo(churnedJson, "no");
    churnedJson.put("within", churned.within().text());
    ObjectNode eligibleJson = json.putObject("eligible");
    eligibleJson.put("at_least", eligible.atLeast());
    eligible.events().writeTo(eligibleJson, "event");
    eligibleJson.put("within", eligible.within().text());
    if (every != null) {
      json.putObject("cutoffs").put("every", every.text());
    }
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelDefinition that && documentedJson.equals(that.documentedJson);
  }

  @Override
  public int hashCode() {
    return documentedJson.hashCode();
  }

  @Override
  public String toString() {
    return "label " + name + " " + fingerprint;
  }
}
