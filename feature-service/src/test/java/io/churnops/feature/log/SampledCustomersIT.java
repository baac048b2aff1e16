package io.churnops.feature.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.log.SampledCustomers.Drawn;
import io.churnops.platform.test.TestServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * In the schema of a service that is not there, so that the sample of other tests stays as it is.
 */
class SampledCustomersIT {

  private static final int KEPT = 20;

  private final SingleConnectionDataSource session =
      new SingleConnectionDataSource(TestServers.shared().postgresUrl(), "registry", "test", true);
  private final JdbcTemplate jdbc = new JdbcTemplate(session);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(session));
  private SampledCustomers samples = restarted();

  private SampledCustomers restarted() {
    return new SampledCustomers(jdbc, new JdbcTransactionManager(session), KEPT);
  }

  @BeforeEach
  void createTables() {
    jdbc.execute("set search_path = registry");
    jdbc.execute("create table customer_event (customer_id text)");
    jdbc.execute("create table identity_member (member_id text, canonical_id text)");
    jdbc.update("insert into customer_event values ('C-old'), ('C-ü'), ('C-old')");
    jdbc.update("insert into identity_member values ('anonymous', 'C-old')");
    new ResourceDatabasePopulator(new ClassPathResource("db/feature/V80__sampled_customers.sql"))
        .execute(session);
    assertThat(samples.draw(5).customers()).containsExactlyInAnyOrder("C-old", "C-ü");
    jdbc.query(
        "select customer_id, hash from sampled_customer",
        row -> {
          assertThat(row.getLong(2)).isEqualTo(SampledCustomers.hash(row.getString(1)));
        });
    jdbc.update("delete from sampled_customer");
  }

  @AfterEach
  void dropTables() {
    jdbc.execute(
        "drop table customer_event, identity_member, sampled_customer, sampled_customer_bound");
    session.destroy();
  }

  @Test
  void drawsACustomerUnderTheIdItGoesBy() {
    take(List.of("anonymous", "C-old"));

    assertThat(samples.draw(5)).isEqualTo(new Drawn(List.of("C-old"), true));
  }

  @Test
  void drawsTheSameCustomersInWhateverOrderTheyCame() {
    List<String> customers = customers(300);
    List<String> first =
        customers.stream().sorted(Comparator.comparing(SampledCustomers::hash)).limit(10).toList();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(customers, random);
      for (int from = 0; from < customers.size(); from += 7) {
        take(customers.subList(from, Math.min(from + 7, customers.size())));
        if (random.nextInt(10) == 0) {
          samples = restarted();
        }
      }

      assertThat(samples.draw(10)).as("seed %d", seed).isEqualTo(new Drawn(first, false));
    }
  }

  @Test
  void keepsFew() {
    customers(300).forEach(customer -> take(List.of(customer)));

    assertThat(jdbc.queryForObject("select count(*) from sampled_customer", Integer.class))
        .isBetween(KEPT, 2 * KEPT + 1);
  }

  @Test
  void isEverybodyWhileTheyAreFew() {
    List<String> customers = customers(15);
    take(customers);

    assertThat(samples.draw(15).customers()).containsExactlyInAnyOrderElementsOf(customers);
    assertThat(samples.draw(15).everybody()).isTrue();
    assertThat(samples.draw(14).everybody()).isFalse();
    assertThat(samples.draw(14).customers()).hasSize(14);
  }

  @Test
  void takesWhomATransactionTookInVain() {
    List<String> customers = customers(5);
    transaction.executeWithoutResult(status -> {
      samples.take(customers);
      status.setRollbackOnly();
    });
    assertThat(samples.draw(10).customers()).isEmpty();

    take(customers);

    assertThat(samples.draw(10).customers()).hasSize(5);
  }

  @Test
  void forgetsWhoIsErased() {
    take(customers(5));

    transaction.executeWithoutResult(_ -> samples.forget(List.of("C-1", "C-3")));

    assertThat(samples.draw(10).customers()).containsExactlyInAnyOrder("C-0", "C-2", "C-4");
  }

  private void take(List<String> customers) {
    transaction.executeWithoutResult(_ -> samples.take(customers));
  }

  private static List<String> customers(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "C-" + i).toList());
  }
}
