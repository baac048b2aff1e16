package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Partials are commutative monoids, to the bit; whatever is not there is the identity. */
class MonoidLawTests {

  private static final int CASES = 500;
  private static final int CARDINALITY = 5;

  private record Happened(Payload payload, Stamp stamp) {}

  @ParameterizedTest
  @EnumSource(SlotKind.class)
  void obeysTheLaws(SlotKind kind) {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<Happened> a = some(kind, random);
      List<Happened> b = some(kind, random);
      List<Happened> c = some(kind, random);
      byte[] expected = bytes(of(kind, together(a, together(b, c))));
      String law = "with seed %d, %s of ";

      assertThat(bytes(merged(kind, of(kind, a))))
          .as(law + "identity", seed, kind)
          .isEqualTo(bytes(of(kind, a)));
      assertThat(bytes(merged(kind, of(kind, a), of(kind, b))))
          .as(law + "commutativity", seed, kind)
          .isEqualTo(bytes(merged(kind, of(kind, b), of(kind, a))));
      assertThat(bytes(merged(kind, merged(kind, of(kind, a), of(kind, b)), of(kind, c))))
          .as(law + "associativity to the left", seed, kind)
          .isEqualTo(expected);
      assertThat(bytes(merged(kind, of(kind, a), merged(kind, of(kind, b), of(kind, c)))))
          .as(law + "associativity to the right", seed, kind)
          .isEqualTo(expected);
      assertThat(bytes(of(kind, RandomCases.shuffled(together(c, together(a, b)), random))))
          .as(law + "any order", seed, kind)
          .isEqualTo(expected);
    }
  }

  private static List<Happened> together(List<Happened> some, List<Happened> more) {
    List<Happened> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static Partial fresh(SlotKind kind) {
    return kind.fresh(CARDINALITY);
  }

  private static Partial of(SlotKind kind, List<Happened> events) {
    Partial partial = fresh(kind);
    events.forEach(event -> partial.add(event.payload(), event.stamp()));
    return partial;
  }

  private static Partial merged(SlotKind kind, Partial... partials) {
    Partial merged = fresh(kind);
    for (Partial partial : partials) {
      merged.merge(partial);
    }
    return merged;
  }

  private static byte[] bytes(Partial partial) {
    HashTable.Builder hashes = new HashTable.Builder();
    CategoryTable.Builder categories = new CategoryTable.Builder();
    if (partial instanceof Distinct distinct) {
      hashes.add(distinct.kept());
    }
    if (partial instanceof Top top) {
      categories.add(top.kept());
    }
    StateWriter out = new StateWriter(hashes.build(), categories.build());
    if (partial instanceof Top top) {
      top.kept().forEach(category -> out.text(category.text()));
    }
    partial.write(out);
    return out.toArray();
  }

  private static List<Happened> some(SlotKind kind, Random random) {
    List<Happened> events = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      Stamp stamp = new Stamp(random.nextInt(4), "/s" + random.nextInt(2), "e" + random.nextInt(3));
      events.add(new Happened(payload(kind, random), stamp));
    }
    return events;
  }

  private static Payload payload(SlotKind kind, Random random) {
    return switch (kind) {
      case TALLY, FIRST_TIME, LAST_TIME -> Payload.Presence.INSTANCE;
      case TOTAL, SQUARES, MIN, MAX -> numbers(1 + random.nextInt(3), random);
      case FIRST, LAST -> numbers(1, random);
      case DISTINCT -> new Payload.Hashes(new long[] {random.nextInt(-3, 3) * Long.MAX_VALUE / 3});
      case TOP -> {
        List<Category> categories = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          categories.add(Category.of("c" + random.nextInt(9)));
        }
        yield new Payload.Counted(categories);
      }
    };
  }

  private static Payload numbers(int count, Random random) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextBoolean() ? random.nextInt(-9, 9) : random.nextLong();
    }
    return new Payload.Numbers(numbers);
  }
}
