package io.churnops.feature.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.identity.PairHistory.Said;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Customers of ids against a naive reading of the same rules, whatever was said in what order. */
class PairHistoryTests {

  private static final long SEED = 20_261_121L;
  private static final int CASES = 300;

  @Test
  void agreesWithTheNaiveReadingInAnyOrder() {
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      int ids = 2 + random.nextInt(i % 10 == 0 ? 120 : 12);
      List<Said> said = said(random, ids, 1 + random.nextInt(ids * 2));
      List<Said> shuffled = new ArrayList<>(said);
      Collections.shuffle(shuffled, random);
      PairHistory one = new PairHistory(said);
      PairHistory other = new PairHistory(shuffled);
      long moment = random.nextInt(110);
      for (int id = 0; id < ids; id++) {
        Person person = one.personOf(name(id), moment);
        assertThat(person)
            .as("seed %s, id %s at %s of %s", SEED + i, name(id), moment, said)
            .isEqualTo(naive(said, name(id), moment))
            .isEqualTo(other.personOf(name(id), moment));
        for (String member : person.members()) {
          assertThat(one.personOf(member, moment)).isEqualTo(person);
        }
      }
    }
  }

  @Test
  void takesTheLowestOfThoseThatWereOnlyKnown() {
    PairHistory history =
        new PairHistory(List.of(join("c2", "a"), join("c1", "a"), join("a", "b"), join("b", "z")));
    assertThat(history.personOf("z", 1))
        .isEqualTo(new Person("c1", Set.of("a", "b", "c1", "c2", "z")));
    assertThat(history.personOf("z", 0)).isEqualTo(Person.single("z"));
  }

  @Test
  void takesTheLowestKnownOfACircle() {
    PairHistory history = new PairHistory(List.of(join("c", "d"), join("d", "c")));
    assertThat(history.personOf("d", 1).canonicalId()).isEqualTo("c");
  }

  @Test
  void letsACutOutweighAJoinOfTheSameMoment() {
    Pair pair = new Pair("c", "a");
    PairHistory history =
        new PairHistory(List.of(new Said(pair, false, 5), new Said(pair, true, 5)));
    assertThat(history.personOf("a", 5)).isEqualTo(Person.single("a"));
    PairHistory again =
        new PairHistory(
            List.of(new Said(pair, true, 6), new Said(pair, false, 5), new Said(pair, true, 4)));
    assertThat(again.personOf("a", 4).members()).hasSize(2);
    assertThat(again.personOf("a", 5).members()).hasSize(1);
    assertThat(again.personOf("a", 6).members()).hasSize(2);
  }

  @Test
  void takesNobodyForACustomerWhoWouldHaveTooManyIds() {
    List<Said> said = new ArrayList<>();
    for (int i = 1; i < Component.MAX_MEMBERS; i++) {
      said.add(join(name(i), "kiosk"));
    }
    assertThat(new PairHistory(said).personOf("kiosk", 1).members()).hasSize(Component.MAX_MEMBERS);
    said.add(join("one more", "kiosk"));
    assertThat(new PairHistory(said).personOf("kiosk", 1)).isEqualTo(Person.single("kiosk"));
    assertThat(new PairHistory(said).personOf(name(1), 1)).isEqualTo(Person.single(name(1)));
  }

  private static Said join(String known, String other) {
    return new Said(new Pair(known, other), true, 1);
  }

  private static List<Said> said(Random random, int ids, int count) {
    List<Said> said = new ArrayList<>();
    while (said.size() < count) {
      String known = name(random.nextInt(ids));
      String other = name(random.nextInt(ids));
      if (!known.equals(other)) {
        said.add(new Said(new Pair(known, other), random.nextInt(4) > 0, random.nextInt(100)));
      }
    }
    return said;
  }

  private static String name(int id) {
    return "id %03d".formatted(id);
  }

  /** Labels are handed on along joined pairs until none changes. */
  private static Person naive(List<Said> said, String id, long moment) {
    Map<Pair, Said> last = new HashMap<>();
    for (Said one : said) {
      if (one.knownMicros() <= moment) {
        last.merge(
            one.pair(),
            one,
            (a, b) ->
                a.knownMicros() != b.knownMicros()
                    ? (a.knownMicros() > b.knownMicros() ? a : b)
                    : (a.joined() ? b : a));
      }
    }
    Set<String> members = new HashSet<>(Set.of(id));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Said one : last.values()) {
        if (one.joined()
            && (members.contains(one.pair().knownId()) || members.contains(one.pair().otherId()))) {
          grown |= members.add(one.pair().knownId());
          grown |= members.add(one.pair().otherId());
        }
      }
    }
    if (members.size() > Component.MAX_MEMBERS) {
      return Person.single(id);
    }
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    for (Said one : last.values()) {
      if (one.joined() && members.contains(one.pair().knownId())) {
        known.add(one.pair().knownId());
        others.add(one.pair().otherId());
      }
    }
    TreeSet<String> onlyKnown = new TreeSet<>(known);
    onlyKnown.removeAll(others);
    String canonical =
        !onlyKnown.isEmpty() ? onlyKnown.first() : known.isEmpty() ? id : known.first();
    return new Person(canonical, members);
  }
}
