package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.event.RuleAction;
import io.churnops.ingestion.event.RuleBreach;
import io.churnops.ingestion.intake.ItemVerdict.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReceiptConverterTests {

  private static final List<String> IDS =
      List.of(
          "o-1",
          "",
          " ",
          "a\"b",
          "a\\b",
          "a/b",
          "ä",
          "客",
          "\uD83D\uDE00",
          "~",
          "\u007f",
          "\u2028",
          "x".repeat(200));

  private final JsonMapper json = new JsonMapper();
  private final ReceiptConverter converter = new ReceiptConverter(json);

  @Test
  void writesWhatJacksonWrites() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("ReceiptConverterTests churnops.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int run = 0; run < 500; run++) {
      List<ItemVerdict> items = new ArrayList<>();
      int first = random.nextInt(3_000);
      boolean plain = random.nextBoolean();
      for (int i = random.nextInt(40); i > 0; i--) {
        items.add(plain ? accepted(first++, "o-" + random.nextLong()) : any(first++, random));
      }
      assertSame(Receipt.of(items), seed);
    }
    for (String id : IDS) {
      assertSame(Receipt.of(List.of(accepted(0, id))), seed);
    }
  }

  @Test
  void writesNumbersForProgramsInEveryCountry() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertSame(Receipt.of(List.of(accepted(17, "o-1"))), 0);
    } finally {
      Locale.setDefault(before);
    }
  }

  private void assertSame(Receipt receipt, long seed) {
    assertThat(new String(converter.bytes(receipt), StandardCharsets.UTF_8))
        .as("seed %d", seed)
        .isEqualTo(json.writeValueAsString(receipt));
  }

  private static ItemVerdict accepted(int index, String id) {
    return new ItemVerdict(index, id, Status.ACCEPTED, null, null, null, null);
  }

  private static ItemVerdict any(int index, RandomGenerator random) {
    Status[] statuses = Status.values();
    return new ItemVerdict(
        index,
        random.nextInt(10) == 0 ? null : IDS.get(random.nextInt(IDS.size())),
        random.nextBoolean() ? Status.ACCEPTED : statuses[random.nextInt(statuses.length)],
        random.nextInt(5) == 0 ? "code" : null,
        random.nextInt(5) == 0 ? "detail" : null,
        random.nextInt(5) == 0 ? "rule" : null,
        random.nextInt(5) == 0 ? List.of(new RuleBreach("r", RuleAction.WARN, "d")) : null);
  }
}
