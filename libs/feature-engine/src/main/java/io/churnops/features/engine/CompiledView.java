package io.churnops.features.engine;

import java.util.List;

/**
 * A feature view ready to fold events into state and to evaluate states. Immutable and safe for any
 * number of threads, each with its own states.
 */
public final class CompiledView {

  private final FeatureViewDefinition definition;

  private CompiledView(FeatureViewDefinition definition) {
    this.definition = definition;
  }

  public static CompiledView compile(FeatureViewDefinition definition) {
    return new CompiledView(definition);
  }

  public FeatureViewDefinition definition() {
    return definition;
  }

  /** The columns of every vector of this view, in order. */
  public List<FeatureColumn> columns() {
    throw new UnsupportedOperationException();
  }

  /** The state of a customer of whom no event was folded. */
  public FeatureState emptyState() {
    return new FeatureState();
  }

  /** Folds one event in. The order of events does not matter; folding one twice does. */
  public void fold(FeatureState state, CustomerEvent event) {
    state.count(event.knownMicros());
  }

  /** Folds one event in, unless the state already holds this or a later offset of the partition. */
  public void fold(FeatureState state, CustomerEvent event, int partition, long offset) {
    if (state.advance(partition, offset)) {
      fold(state, event);
    }
  }

  /**
   * The features at a moment: of the folded events, those with {@code time < atMicros} count.
   *
   * @throws IllegalArgumentException if the state holds events that became known after {@code
   *     atMicros}; the past must be folded from the log
   */
  public FeatureVector evaluate(FeatureState state, long atMicros) {
    throw new UnsupportedOperationException();
  }

  /** The state's bytes, with revision 0: equal for states of the same events and offsets. */
  public byte[] encode(FeatureState state) {
    return encode(state, 0);
  }

  /**
   * The state's bytes. Byte 0 is a magic number, byte 1 the codec version, bytes 2 to 9 the
   * revision, big-endian: a counter that the writer raises, for compare-and-set.
   */
  public byte[] encode(FeatureState state, long revision) {
    throw new UnsupportedOperationException();
  }

  /**
   * The state that was encoded.
   *
   * @throws CorruptStateException if the bytes are not a state of exactly this view
   */
  public FeatureState decode(byte[] blob) throws CorruptStateException {
    throw new CorruptStateException("not a state: " + blob.length + " bytes");
  }

  /** The revision in an encoded state. */
  public static long revision(byte[] blob) throws CorruptStateException {
    throw new CorruptStateException("not a state: " + blob.length + " bytes");
  }

  /** The first ten bytes of an encoded state, which change exactly when its revision does. */
  public static byte[] revisionPrefix(byte[] blob) throws CorruptStateException {
    throw new CorruptStateException("not a state: " + blob.length + " bytes");
  }
}
