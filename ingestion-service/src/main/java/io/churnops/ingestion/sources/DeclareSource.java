package io.churnops.ingestion.sources;

import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.mapping.InvalidMappingException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes the declaration of a source in: checked, kept, and followed by whichever instance is free.
 */
final class DeclareSource {

  /** Sources that there may be. */
  static final int MOST = 200;

  private final SourceStore store;
  private final EventSchemas schemas;
  private final AllowedDestinations allowed;
  private final InstantSource clock;

  DeclareSource(
      SourceStore store, EventSchemas schemas, AllowedDestinations allowed, InstantSource clock) {
    this.store = store;
    this.schemas = schemas;
    this.allowed = allowed;
    this.clock = clock;
  }

  /** What a declaration would do, or did. */
  enum Action {
    NEW,
    CHANGED,
    UNCHANGED
  }

  /**
   * Declares a source under its own name.
   *
   * @throws SourceProblem if it cannot be, and nothing is changed
   */
  Action declare(String name, String declaration, String principal) {
    PullSource source = check(name, declaration);
    Action action = action(source, declaration);
    if (action != Action.UNCHANGED) {
      Instant now = clock.instant();
      store.put(
          name,
          declaration,
          principal,
          now,
          source.schedule() instanceof Schedule.Every
              ? now
              : source.schedule().next(now, now).orElse(null));
    }
    return action;
  }

  /** What declaring would do. */
  Action plan(String name, String declaration) {
    return action(check(name, declaration), declaration);
  }

  private PullSource check(String name, String declaration) {
    PullSource source = SourceCompiler.compile(declaration);
    if (!source.name().equals(name)) {
      throw SourceProblem.invalid(
          "The source calls itself " + source.name() + "; the path must name it so.");
    }
    try {
      source.mapping().requireTypes(schemas::knows);
    } catch (InvalidMappingException wrong) {
      throw SourceProblem.invalid("mapping: " + wrong.getMessage());
    }
    if (!allowed.lists(source.origin().destination())) {
      throw SourceProblem.notAllowed(source.origin().destination());
    }
    return source;
  }

  private Action action(PullSource source, String declaration) {
    Optional<SourceRow> present = store.find(source.name());
    if (present.isEmpty()) {
      if (store.page(null, MOST).size() == MOST) {
        throw SourceProblem.tooMany(MOST);
      }
      return Action.NEW;
    }
    if (present.get().declaration().equals(declaration)) {
      return Action.UNCHANGED;
    }
    requireSameCursor(present.get(), source);
    return Action.CHANGED;
  }

  /** A position means nothing to another cursor. */
  private static void requireSameCursor(SourceRow present, PullSource source) {
    if (present.position() == null) {
      return;
    }
    Optional<Cursor> kept =
        SourceCompiler.compileKept(present.declaration()).map(PullSource::cursor);
    if (kept.isEmpty()) {
      return;
    }
    Cursor before = kept.get();
    Cursor after = source.cursor();
    if (!before.column().equals(after.column()) || before.type() != after.type()) {
      throw SourceProblem.otherCursor(source.name());
    }
  }
}
