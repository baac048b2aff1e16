package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * States as bytes. Equal states have equal bytes, whichever way they came about.
 *
 * <pre>
 * 1   magic            8   revision, big-endian     16  fingerprint of the view
 * 1   codec version
 * events, watermark, applied offsets, what was taken back if the view retracts, table of hashes, table of categories if any are counted,
 * lifetime partials, day tiles, hour tiles, single events, waiting events
 * 4   CRC-32C of everything before
 * </pre>
 *
 * Numbers in the middle are varints; the partials there are are marked in a bitmap, in the order of
 * the slots of the view's {@link Plan}.
 */
final class StateCodec {

  private static final int PREFIX = 10;

  private static final int MAGIC = 0xc5;
  private static final int VERSION = 1;
  private static final int FINGERPRINT_BYTES = 16;
  private static final int CHECKSUM_BYTES = 4;
  private static final int SHORTEST = PREFIX + FINGERPRINT_BYTES + CHECKSUM_BYTES;

  private final Plan plan;
  private final byte[] fingerprint;

  StateCodec(Plan plan) {
    this.plan = plan;
    this.fingerprint = HexFormat.of().parseHex(plan.fingerprint());
  }

  byte[] encode(FeatureState state, long revision) {
    HashTable table = table(state);
    CategoryTable categories = categories(state);
    StateWriter out = new StateWriter(table, categories);
    out.fixedByte(MAGIC);
    out.fixedByte(VERSION);
    out.fixedLong(revision);
    out.raw(fingerprint);
    writeHistory(out, state);
    if (plan.retracts()) {
      state.retracted().write(out);
    }
    out.varint(table.ascending().length);
    for (long hash : table.ascending()) {
      out.fixedLong(hash);
    }
    if (plan.hasCounted()) {
      out.varint(categories.ascending().length);
      for (Category category : categories.ascending()) {
        out.text(category.text());
      }
    }
    writePartials(out, state.lifetime());
    writeTiles(out, state.days());
    writeTiles(out, state.hours());
    writeEntries(out, state.exact().kept(), table, categories);
    writeEntries(out, state.pending(), table, categories);
    byte[] blob = out.toArray(CHECKSUM_BYTES);
    writeChecksum(blob);
    return blob;
  }

  private static void writeHistory(StateWriter out, FeatureState state) {
    out.varint(state.events());
    if (state.events() > 0) {
      out.instant(state.watermarkMicros());
    }
    out.varint(state.appliedOffsets().size());
    state
        .appliedOffsets()
        .forEach((partition, offset) -> {
          out.varint(partition);
          out.varint(offset);
        });
  }

  private static void writePartials(StateWriter out, @Nullable Partial[] partials) {
    byte[] present = new byte[bitmapBytes(partials.length)];
    for (int i = 0; i < partials.length; i++) {
      if (partials[i] != null) {
        present[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
      }
    }
    out.raw(present);
    for (Partial partial : partials) {
      if (partial != null) {
        partial.write(out);
      }
    }
  }

  private static void writeTiles(StateWriter out, Tiles tiles) {
    out.varint(tiles.size());
    long previous = 0;
    for (int i = 0; i < tiles.size(); i++) {
      out.zigzag(tiles.hop(i) - previous);
      previous = tiles.hop(i);
      writePartials(out, tiles.partials(i));
    }
  }

  private static void writeEntries(
      StateWriter out, List<Entry> entries, HashTable table, CategoryTable categories) {
    record Written(Stamp stamp, byte[] contribution) {}

    List<Written> written = new ArrayList<>();
    for (Entry entry : entries) {
      written.add(
          new Written(entry.stamp(), contribution(entry.contribution(), table, categories)));
    }
    written.sort(
        Comparator.comparing(Written::stamp).thenComparing(Written::contribution, Arrays::compare));
    out.varint(written.size());
    for (Written entry : written) {
      out.stamp(entry.stamp());
      out.raw(entry.contribution());
    }
  }

  private static byte[] contribution(
      Contribution contribution, HashTable table, CategoryTable categories) {
    StateWriter out = new StateWriter(table, categories);
    out.varint(contribution.size());
    for (int i = 0; i < contribution.size(); i++) {
      out.varint(contribution.signals()[i]);
      out.payload(contribution.payloads()[i]);
    }
    return out.toArray();
  }

  private HashTable table(FeatureState state) {
    if (!plan.hasHashes()) {
      return HashTable.EMPTY;
    }
    HashTable.Builder table = new HashTable.Builder();
    forEach(
        state,
        partial -> {
          if (partial instanceof Distinct distinct) {
            table.add(distinct.kept());
          }
        },
        payload -> {
          if (payload instanceof Payload.Hashes hashes) {
            table.add(hashes.hashes());
          }
        });
    return table.build();
  }

  private CategoryTable categories(FeatureState state) {
    if (!plan.hasCounted()) {
      return CategoryTable.EMPTY;
    }
    CategoryTable.Builder table = new CategoryTable.Builder();
    forEach(
        state,
        partial -> {
          if (partial instanceof Top top) {
            table.add(top.kept());
          }
        },
        payload -> {
          if (payload instanceof Payload.Counted counted) {
            table.add(counted.categories());
          }
        });
    return table.build();
  }

  private static void forEach(
      FeatureState state, Consumer<Partial> partials, Consumer<Payload> payloads) {
    forEach(state.lifetime(), partials);
    for (Tiles tiles : List.of(state.days(), state.hours())) {
      for (int i = 0; i < tiles.size(); i++) {
        forEach(tiles.partials(i), partials);
      }
    }
    for (List<Entry> entries : List.of(state.exact().kept(), state.pending())) {
      for (Entry entry : entries) {
        Arrays.asList(entry.contribution().payloads()).forEach(payloads);
      }
    }
  }

  private static void forEach(@Nullable Partial[] partials, Consumer<Partial> action) {
    for (Partial partial : partials) {
      if (partial != null) {
        action.accept(partial);
      }
    }
  }

  FeatureState decode(byte[] blob) throws CorruptStateException {
    requireHeader(blob);
    StateReader in = new StateReader(blob, PREFIX, blob.length - CHECKSUM_BYTES);
    in.check(checksum(blob) == storedChecksum(blob), "its checksum does not match");
    if (!Arrays.equals(in.raw(FINGERPRINT_BYTES), fingerprint)) {
      throw new CorruptStateException("the state is of another view");
    }
    FeatureState state = new FeatureState(plan);
    readHistory(in, state);
    if (plan.retracts()) {
      state.retracted().read(in);
    }
    in.use(readTable(in), plan.hasCounted() ? readCategories(in) : CategoryTable.EMPTY);
    readPartials(in, plan.lifetime(), state.lifetime());
    readTiles(in, state.days(), state.watermarkMicros(), Micros.DAY);
    readTiles(in, state.hours(), state.watermarkMicros(), Micros.HOUR);
    readExact(in, state);
    readPending(in, state);
    in.check(in.remaining() == 0, "it does not end where it should");
    return state;
  }

  /** The revision of a blob of whatever view. */
  static long revision(byte[] blob) throws CorruptStateException {
    requireHeader(blob);
    return new StateReader(blob, 2, PREFIX).fixedLong();
  }

  static byte[] revisionPrefix(byte[] blob) throws CorruptStateException {
    requireHeader(blob);
    return Arrays.copyOf(blob, PREFIX);
  }

  private static void requireHeader(byte[] blob) throws CorruptStateException {
    if (blob.length < SHORTEST || (blob[0] & 0xff) != MAGIC) {
      throw new CorruptStateException("not a state: " + blob.length + " bytes");
    }
    if (blob[1] != VERSION) {
      throw new CorruptStateException("a state of codec version " + blob[1] + ", not " + VERSION);
    }
  }

  private static void readHistory(StateReader in, FeatureState state) throws CorruptStateException {
    long events = in.varint();
    in.check(events >= 0, "a negative number of events");
    state.restore(events, events > 0 ? in.instant() : Long.MIN_VALUE);
    int partitions = in.count(2);
    for (int i = 0; i < partitions; i++) {
      long partition = in.varint();
      long offset = in.varint();
      in.check(partition >= 0 && partition <= Integer.MAX_VALUE && offset >= 0, "a wrong offset");
      state.setApplied((int) partition, offset);
    }
  }

  private static HashTable readTable(StateReader in) throws CorruptStateException {
    long[] hashes = new long[in.count(Long.BYTES)];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = in.fixedLong();
      in.check(i == 0 || hashes[i - 1] < hashes[i], "hashes out of order");
    }
    return new HashTable(hashes);
  }

  private static CategoryTable readCategories(StateReader in) throws CorruptStateException {
    Category[] categories = new Category[in.count(1)];
    for (int i = 0; i < categories.length; i++) {
      categories[i] = Category.of(in.text());
      in.check(i == 0 || categories[i - 1].compareTo(categories[i]) < 0, "categories out of order");
    }
    return new CategoryTable(categories);
  }

  private static void readPartials(StateReader in, Scope scope, @Nullable Partial[] partials)
      throws CorruptStateException {
    byte[] present = in.raw(bitmapBytes(scope.width()));
    for (int i = 0; i < scope.width(); i++) {
      if ((present[i / Byte.SIZE] >> i % Byte.SIZE & 1) == 1) {
        Slot slot = scope.slots().get(i);
        Partial partial = slot.fresh();
        partial.read(in, slot.signal().form());
        partials[i] = partial;
      }
    }
  }

  private static void readTiles(StateReader in, Tiles tiles, long watermark, long hopMicros)
      throws CorruptStateException {
    int width = tiles.scope().width();
    int count = in.count(1 + bitmapBytes(width));
    long previous = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long hop = in.zigzag() + (i == 0 ? 0 : previous);
      in.check(hop > previous, "tiles out of order");
      in.check(
          hop >= Micros.EARLIEST / hopMicros && hop <= Math.floorDiv(watermark, hopMicros),
          "a tile outside its time");
      previous = hop;
      @Nullable Partial[] tile = new Partial[width];
      readPartials(in, tiles.scope(), tile);
      tiles.append(hop, tile);
    }
  }

  private void readExact(StateReader in, FeatureState state) throws CorruptStateException {
    for (Entry entry : readEntries(in)) {
      in.check(entry.timeMicros() < state.watermarkMicros(), "an event that should wait");
      state.exact().insert(entry);
    }
  }

  private void readPending(StateReader in, FeatureState state) throws CorruptStateException {
    for (Entry entry : readEntries(in)) {
      in.check(entry.timeMicros() >= state.watermarkMicros(), "an event that should not wait");
      state.hold(entry);
    }
  }

  private List<Entry> readEntries(StateReader in) throws CorruptStateException {
    int count = in.count(5);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(in.stamp(), readContribution(in)));
    }
    return Collections.unmodifiableList(entries);
  }

  private Contribution readContribution(StateReader in) throws CorruptStateException {
    int count = in.count(1);
    in.check(count > 0 && count <= plan.signals().size(), "a wrong number of signals");
    int[] signals = new int[count];
    Payload[] payloads = new Payload[count];
    int previous = -1;
    for (int i = 0; i < count; i++) {
      long signal = in.varint();
      in.check(signal > previous && signal < plan.signals().size(), "no such signal");
      previous = (int) signal;
      signals[i] = previous;
      payloads[i] = in.payload(plan.signals().get(previous).form());
    }
    return new Contribution(signals, payloads);
  }

  private static int bitmapBytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static int checksum(byte[] blob) {
    CRC32C crc = new CRC32C();
    crc.update(blob, 0, blob.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }

  private static int storedChecksum(byte[] blob) {
    int value = 0;
    for (int i = blob.length - CHECKSUM_BYTES; i < blob.length; i++) {
      value = value << Byte.SIZE | blob[i] & 0xff;
    }
    return value;
  }

  private static void writeChecksum(byte[] blob) {
    int value = checksum(blob);
    for (int i = blob.length - 1; i >= blob.length - CHECKSUM_BYTES; i--) {
      blob[i] = (byte) value;
      value >>>= Byte.SIZE;
    }
  }
}
