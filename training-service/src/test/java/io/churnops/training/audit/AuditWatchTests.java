package io.churnops.training.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AuditWatchTests {

  private static final AuditVerdict.Head FIRST = new AuditVerdict.Head(3, "a".repeat(64));
  private static final AuditVerdict.Head REWRITTEN = new AuditVerdict.Head(4, "b".repeat(64));

  @Test
  void holdsTheChainAgainstTheLastHeadThatWasIntact() {
    var chain = new ToldChain();
    var meters = new SimpleMeterRegistry();
    var watch = new AuditWatch(chain, meters);
    chain.verdicts.add(new AuditVerdict(true, 3, FIRST, null));
    chain.verdicts.add(
        new AuditVerdict(false, 2, REWRITTEN, new AuditVerdict.Broken(3, "rewritten")));
    chain.verdicts.add(new AuditVerdict(true, 3, FIRST, null));

    watch.look();
    watch.look();
    assertThat(meters.get("churnops.registry.audit.broken").gauge().value()).isOne();
    watch.look();

    assertThat(chain.asked).containsExactly(null, FIRST, FIRST);
    assertThat(meters.get("churnops.registry.audit.broken").gauge().value()).isZero();
  }

  /** A chain of which it is known what a look at it finds. */
  private static final class ToldChain extends AuditChain {

    final Deque<AuditVerdict> verdicts = new ArrayDeque<>();
    final List<AuditVerdict.@Nullable Head> asked = new ArrayList<>();

    ToldChain() {
      super(JdbcClient.create(new DriverManagerDataSource()), new DriverManagerDataSource());
    }

    @Override
    public AuditVerdict verify(AuditVerdict.@Nullable Head known) {
      asked.add(known);
      return verdicts.remove();
    }
  }
}
