package io.churnops.features.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A feature view ready to fold events into states and to evaluate states. Immutable and safe for
 * any number of threads, each with its own states.
 *
 * <p>A feature over no event is zero for {@code count}, {@code sum} and {@code distinct}, and NULL
 * for {@code avg}, {@code min}, {@code max}, {@code variance}, {@code first}, {@code last}, {@code
 * days_since_first}, {@code days_since_last} and {@code top}. Where values are read, an event
 * without a value counts as no event. A derived feature whose expression gives no number has its
 * {@code otherwise}, NULL unless given.
 */
public final class CompiledView {

  private final FeatureViewDefinition definition;
  private final List<FeatureColumn> columns;
  private final Plan plan;
  private final StateCodec codec;
  private final Explainer explainer;

  private CompiledView(FeatureViewDefinition definition) {
    this.definition = definition;
    this.columns = definition.columns();
    this.plan = new Plan(definition);
    this.codec = new StateCodec(plan);
    this.explainer = new Explainer(definition, plan);
  }

  public static CompiledView compile(FeatureViewDefinition definition) {
    return new CompiledView(definition);
  }

  public FeatureViewDefinition definition() {
    return definition;
  }

  /** The columns of every vector of this view, in order. */
  public List<FeatureColumn> columns() {
    return columns;
  }

  /** The state of a customer of whom no event was folded. */
  public FeatureState emptyState() {
    return new FeatureState(plan);
  }

  /** A fold of one customer's events, retractions included. */
  public CustomerFold newFold() {
    return new CustomerFold(this, plan);
  }

  /** Whether an event shall take another back, but does not say which: nothing comes of it. */
  public boolean isRetractionWithoutKey(CustomerEvent event) {
    return plan.isRetractionWithoutKey(event);
  }

  /**
   * Folds one event in. The order of events does not matter; folding one twice does.
   *
   * @throws IllegalArgumentException if the event takes others back: a state alone does not know
   *     what these were, so a {@link CustomerFold} of all the customer's events is needed
   */
  public void fold(FeatureState state, CustomerEvent event) {
    requireOwn(state);
    if (takesBack(event)) {
      throw new IllegalArgumentException(
          "event " + event.id() + " of type " + event.type() + " takes others back");
    }
    state.take(event, plan.read(event, state.retracted()));
  }

  /** Whether an event takes others back, so that the customer must be folded anew. */
  public boolean takesBack(CustomerEvent event) {
    return plan.retracts() && !plan.takings(event).isEmpty();
  }

  /**
   * Whether a state must be folded anew because of an event at an offset: it takes others back, and
   * is not in the state yet.
   */
  public boolean mustFoldAnew(FeatureState state, CustomerEvent event, int partition, long offset) {
    return !state.hasApplied(partition, offset) && takesBack(event);
  }

  /**
   * From when on an event can be seen: when it is known, and for one that takes others back, when
   * it has happened.
   */
  public long inForceMicros(CustomerEvent event) {
    return plan.inForceMicros(event);
  }

  /** Folds one event in, unless the state already holds this or a later offset of the partition. */
  public void fold(FeatureState state, CustomerEvent event, int partition, long offset) {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "no place in a topic: partition " + partition + ", offset " + offset);
    }
    if (!state.hasApplied(partition, offset)) {
      fold(state, event);
      state.setApplied(partition, offset);
    }
  }

  /**
   * The features at a moment: of the folded events, those with {@code time < atMicros} count.
   *
   * @throws IllegalArgumentException if the state holds events that became known after {@code
   *     atMicros}; the past must be folded from the log
   */
  public FeatureVector evaluate(FeatureState state, long atMicros) {
    requireOwn(state);
    Micros.requireCalendar(atMicros, "atMicros");
    if (atMicros < state.watermarkMicros()) {
      throw new IllegalArgumentException(
          "the state knows of events up to "
              + state.watermarkMicros()
              + " and cannot answer for "
              + atMicros
              + "; fold the events known by then from the log");
    }
    @Nullable Object[] values = new Object[columns.size()];
    List<BaseColumn> base = plan.columns();
    for (int i = 0; i < base.size(); i++) {
      values[i] = base.get(i).evaluate(state, atMicros);
    }
    if (!definition.derived().isEmpty()) {
      derive(values, base.size());
    }
    return FeatureVector.ofFitting(columns, values);
  }

  /**
   * How the value of a column comes about at a moment.
   *
   * @throws IllegalArgumentException as {@link #evaluate} does, or if there is no such column
   */
  public Explanation explain(FeatureState state, String column, long atMicros) {
    return explainer.explain(state, column(column), evaluate(state, atMicros), atMicros);
  }

  /** The event types that a column reads directly; none if it is derived. */
  public Set<String> eventTypes(String column) {
    return explainer.eventTypes(column(column));
  }

  /**
   * What an event inside a column's window is to the column, given what was taken back by the
   * events of a state; empty if the column does not read it.
   */
  public Optional<EventEffect> effect(FeatureState state, String column, CustomerEvent event) {
    requireOwn(state);
    return explainer.effect(state, column(column), event);
  }

  private int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(definition.name() + " has no column " + name);
  }

  private void derive(@Nullable Object[] values, int from) {
    Map<String, Object> operands = HashMap.newHashMap(columns.size());
    for (int i = 0; i < from; i++) {
      put(operands, i, values[i]);
    }
    int i = from;
    for (DerivedSpec derived : definition.derived()) {
      OptionalDouble result = derived.formula().evaluate(operands);
      values[i] = result.isPresent() ? Double.valueOf(result.getAsDouble()) : derived.otherwise();
      put(operands, i, values[i]);
      i++;
    }
  }

  private void put(Map<String, Object> operands, int column, @Nullable Object value) {
    if (value != null) {
      operands.put(columns.get(column).name(), value);
    }
  }

  private void requireOwn(FeatureState state) {
    if (!state.plan().fingerprint().equals(plan.fingerprint())) {
      throw new IllegalArgumentException(
          "the state is of view " + state.plan().fingerprint() + ", not " + plan.fingerprint());
    }
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
    requireOwn(state);
    return codec.encode(state, revision);
  }

  /**
   * The state that was encoded, whatever its revision.
   *
   * @throws CorruptStateException if the bytes are not a state of exactly this view
   */
  public FeatureState decode(byte[] blob) throws CorruptStateException {
    return codec.decode(blob);
  }

  /** The revision in an encoded state. */
  public static long revision(byte[] blob) throws CorruptStateException {
    return StateCodec.revision(blob);
  }

  /** The first ten bytes of an encoded state: of a codec, they differ when the revision does. */
  public static byte[] revisionPrefix(byte[] blob) throws CorruptStateException {
    return StateCodec.revisionPrefix(blob);
  }
}
