package io.churnops.feature.erasure;

import io.churnops.feature.consistency.SampleVectors;
import io.churnops.feature.datasets.CustomersInDatasets;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.IdentityChange;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LoggedEvent;
import io.churnops.feature.state.KnownState;
import io.churnops.feature.state.LogFold;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;
import io.churnops.kit.problem.ProblemException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes everything the suite knows of one customer, under all its ids. */
@Component
class ExportCustomer {

  private static final int CHANGES_AT_ONCE = 200;

  private final Identities identities;
  private final ErasureLedger ledger;
  private final EventLog log;
  private final FeatureViews views;
  private final LogFold logFold;
  private final CustomersInDatasets datasets;
  private final SampleVectors samples;
  private final InstantSource clock;
  private final JsonMapper json;

  ExportCustomer(
      Identities identities,
      ErasureLedger ledger,
      EventLog log,
      FeatureViews views,
      LogFold logFold,
      CustomersInDatasets datasets,
      SampleVectors samples,
      InstantSource clock,
      JsonMapper json) {
    this.identities = identities;
    this.ledger = ledger;
    this.log = log;
    this.views = views;
    this.logFold = logFold;
    this.datasets = datasets;
    this.samples = samples;
    this.clock = clock;
    this.json = json;
  }

  /** A customer to be exported. */
  record Subject(String asked, String canonicalId, Set<String> ids) {}

  /** The customer of an id. */
  Subject subject(String id) {
    if (ledger.erasureOf(id).isPresent()) {
      throw new ProblemException(
          HttpStatus.GONE, "erased", "Erased", "The customer was erased; nothing is known of it.");
    }
    Profile profile = Objects.requireNonNull(identities.current(Set.of(id)).get(id));
    Set<String> members =
        identities.members(Set.of(profile)).getOrDefault(profile, Set.of(profile.canonicalId()));
    return new Subject(id, profile.canonicalId(), new TreeSet<>(members));
  }

  void write(Subject subject, PeerExports.Opened peers, OutputStream out) {
    Instant now = clock.instant();
    try (JsonGenerator to = json.createGenerator(out)) {
      to.writeStartObject();
      to.writeStringProperty("customerId", subject.asked());
      to.writeStringProperty("canonicalId", subject.canonicalId());
      to.writePOJOProperty("ids", subject.ids());
      to.writeStringProperty("exportedAt", now.toString());
      writeChanges(subject, to);
      to.writeArrayPropertyStart("events");
      log.read(subject.ids(), logged -> writeEvent(logged, to));
      to.writeEndArray();
      writeFeatures(subject, now, to);
      writeLines("trainingSets", "datasetId", datasets.find(subject.ids()), to);
      writeLines("spines", "spineId", datasets.findInSpines(subject.ids()), to);
      writeSamples(subject, to);
      to.writeObjectPropertyStart("services");
      peers.writeTo(to);
      to.writeEndObject();
      to.writeEndObject();
    }
  }

  private void writeChanges(Subject subject, JsonGenerator to) {
    to.writeArrayPropertyStart("identityChanges");
    long before = Long.MAX_VALUE;
    int found;
    do {
      found = 0;
      for (IdentityChange change : identities.changes(subject.ids(), before, CHANGES_AT_ONCE)) {
        to.writePOJO(change);
        before = change.number();
        found++;
      }
    } while (found == CHANGES_AT_ONCE);
    to.writeEndArray();
  }

  private static void writeEvent(LoggedEvent logged, JsonGenerator to) {
    var event = logged.event();
    to.writeStartObject();
    to.writeStringProperty("source", event.source());
    to.writeStringProperty("id", event.id());
    to.writeStringProperty("type", event.type());
    to.writeStringProperty("subject", event.customerId());
    to.writeStringProperty("time", EventTime.toInstant(event.timeMicros()).toString());
    to.writeStringProperty("knowntime", EventTime.toInstant(event.knownMicros()).toString());
    to.writePOJOProperty("data", event.data());
    to.writeEndObject();
  }

  private void writeFeatures(Subject subject, Instant now, JsonGenerator to) {
    long at = EventTime.toMicros(now);
    to.writeArrayPropertyStart("features");
    for (CompiledView view : views.folded()) {
      KnownState known =
          logFold.foldKnownBy(Set.of(subject.canonicalId()), view, at).get(subject.canonicalId());
      if (known != null) {
        to.writeStartObject();
        to.writeStringProperty("view", view.definition().name());
        to.writeStringProperty("fingerprint", view.definition().fingerprint());
        to.writeStringProperty("evaluatedAt", now.toString());
        to.writeObjectPropertyStart("values");
        FeatureVector vector = view.evaluate(known.state(), at);
        int i = 0;
        for (FeatureColumn column : view.columns()) {
          to.writePOJOProperty(column.name(), vector.value(i++));
        }
        to.writeEndObject();
        to.writeEndObject();
      }
    }
    to.writeEndArray();
  }

  /** Lines as they are in the files, labels among their columns. */
  private static void writeLines(
      String property, String id, Stream<CustomersInDatasets.Found> files, JsonGenerator to) {
    to.writeArrayPropertyStart(property);
    try (files) {
      files.forEach(found -> {
        to.writeStartObject();
        to.writeStringProperty(id, found.id());
        to.writeStringProperty("columns", found.header());
        to.writePOJOProperty("rows", found.lines());
        to.writeEndObject();
      });
    }
    to.writeEndArray();
  }

  /** Vectors as they were served, and what they were when folded again. */
  private void writeSamples(Subject subject, JsonGenerator to) {
    to.writeArrayPropertyStart("servedVectors");
    samples.forEachOf(subject.ids(), to::writePOJO);
    to.writeEndArray();
  }
}
