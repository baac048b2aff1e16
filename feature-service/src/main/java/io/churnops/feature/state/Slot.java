package io.churnops.feature.state;

import io.churnops.feature.identity.Profile;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.feature.state.StateStore.Write;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CorruptStateException;
import io.churnops.features.engine.FeatureState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of one customer's state of one view, as it was read.
 *
 * @param blob the bytes there, null if there are none
 * @param state what they hold, null if they are absent or damaged
 */
record Slot(
    Profile profile, CompiledView view, byte @Nullable [] blob, @Nullable FeatureState state) {

  static Slot read(Profile profile, CompiledView view, byte @Nullable [] blob) {
    if (blob == null) {
      return new Slot(profile, view, null, null);
    }
    try {
      return new Slot(profile, view, blob, view.decode(blob));
    } catch (CorruptStateException e) {
      return new Slot(profile, view, blob, null);
    }
  }

  boolean isDamaged() {
    return blob != null && state == null;
  }

  /**
   * Whether the state must come from the log: there is none, or an event takes back what the state
   * may have counted.
   */
  boolean needsLog(List<ReceivedEvent> events) {
    if (state == null) {
      return true;
    }
    for (ReceivedEvent received : events) {
      if (view.mustFoldAnew(state, received.event(), received.partition(), received.offset())) {
        return true;
      }
    }
    return false;
  }

  /** The write that folds on by what the state does not hold yet; none if it holds everything. */
  Optional<Write> foldOn(List<ReceivedEvent> events) {
    if (blob == null || state == null) {
      throw new IllegalStateException("No state of " + view.definition().name() + " to fold on");
    }
    long before = state.events();
    for (ReceivedEvent received : events) {
      view.fold(state, received.event(), received.partition(), received.offset());
    }
    return state.events() == before
        ? Optional.empty()
        : Optional.of(write(state, revision(blob) + 1));
  }

  /** The write that puts a state folded from the log here. */
  Write put(FeatureState fromLog, long revision) {
    return write(fromLog, revision);
  }

  private Write write(FeatureState folded, long revision) {
    return new Write(
        profile, view.definition().fingerprint(), expected(), view.encode(folded, revision));
  }

  /** The revision, which every write changes; of damaged bytes all of them. */
  private byte @Nullable [] expected() {
    if (blob == null || state == null) {
      return blob;
    }
    try {
      return CompiledView.revisionPrefix(blob);
    } catch (CorruptStateException e) {
      throw new IllegalStateException("A state that could be decoded has a revision", e);
    }
  }

  private static long revision(byte[] blob) {
    try {
      return CompiledView.revision(blob);
    } catch (CorruptStateException e) {
      throw new IllegalStateException("A state that could be decoded has a revision", e);
    }
  }
}
