package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceCompilerTests {

  private static final String JDBC = Declarations.jdbc("shop", "jdbc:postgresql://db:5433/shop");
  private static final String HTTP = Declarations.http("crm", "https://crm/v1/customers", "");

  @Test
  void readsADatabaseWithWhatIsUsual() {
    PullSource source = SourceCompiler.compile(JDBC);

    JdbcOrigin origin = (JdbcOrigin) source.origin();
    assertThat(origin.destination()).hasToString("db:5433");
    assertThat(origin.password()).isEqualTo("shop-password");
    assertThat(origin.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(source.schedule()).isEqualTo(new Schedule.ByHand());
    assertThat(source.cursor().overlap()).isEqualTo(3_600_000_000L);
    assertThat(source.mapping().columnNames()).containsExactly("id", "country", "updated_at");
    assertThat(source.mapping().knownTime()).isEqualTo("column");
  }

  @Test
  void readsAnApiWrittenInJson() {
    PullSource source =
        SourceCompiler.compile(
            """
            {"name": "crm", "key": ["id"], "cursor": {"column": "version", "type": "integer"},
             "http": {"url": "http://crm:8080/customers", "records": "", "parameter": "after",
                      "paging": {"token": {"parameter": "page", "at": "/next"}}},
             "schedule": {"cron": "0 0 3 * * *", "zone": "Europe/Berlin"},
             "mapping": {"source": "/crm", "columns": {"at": {"as": "time", "format": "iso"}},
                         "rows": [{"count": "all", "emit": ["profile"]}],
                         "events": {"profile": {"type": "customer.updated", "customer": "id",
                                                "time": "at", "data": {}}}}}
            """);

    assertThat(source.origin().destination()).hasToString("crm:8080");
    assertThat(source.mapping().columnNames()).containsExactly("at", "id", "version");
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(source.schedule().next(now, now)).hasValue(Instant.parse("2026-03-02T02:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/shop?socketFactory=evil.Factory",
        "jdbc:postgresql://db/shop?sslfactory=evil.Factory&sslmode=require",
        "jdbc:postgresql://db/shop?loggerFile=/tmp/x",
        "jdbc:postgresql://db/shop?user=a&password=b",
        "jdbc:postgresql://db/shop?SocketFactory=x",
        "jdbc:postgresql://db/shop?sslmode=require&options=-c%20x",
        "jdbc:postgresql://a,b/shop",
        "jdbc:postgresql://user:word@db/shop",
        "jdbc:postgresql://db%2fevil/shop",
        "jdbc:postgresql:shop",
        "jdbc:postgresql://db:99999/shop",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil'",
        "jdbc:mysql://db/shop?autoDeserialize=true"
      })
  void refusesUrlsThatWouldMakeTheDriverDoMore(String url) {
    assertRefused(Declarations.jdbc("shop", url), "jdbc.url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          where updated_at >= :cursor | where true                       | must ask for what is new
          where updated_at >= :cursor | where updated_at > :cursor       | loses rows
          where updated_at >= :cursor | where a = :cursor; drop table x  | one statement
          where updated_at >= :cursor | where :cursor <= b and a ? 'x'   | without ?
          batch: 2                    | batch: 0                         | jdbc.batch
          {secret: shop-password}     | {secret: ../admin.key}           | jdbc.password.secret
          {secret: shop-password}     | plain                            | jdbc.password
          type: time                  | type: local_time                 | cursor.zone
          overlap: 1h                 | overlap: often                   | cursor.overlap
          overlap: 1h                 | overlap: 40d                     | cursor.overlap
          overlap: 1h                 | initial: yesterday               | cursor.initial
          overlap: 1h                 | format: epoch_millis             | cursor.format
          key: [id]                   | key: []                          | key names
          customer: id                | customer: client                 | mapping: No column
          name: shop                  | name: Shop!                      | name: lower-case
          name: shop                  | nom: shop                        | lacks name
          """)
  void saysWhatDoesNotFit(String right, String wrong, String message) {
    assertThat(JDBC).contains(right);
    assertRefused(JDBC.replace(right, wrong), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          headers: {Authorization: Bearer abc}              | looks like a secret
          headers: {X-Api-Key: abc}                         | looks like a secret
          headers: {Host: other}                            | cannot be set
          headers: {Accept: {secret: a/b}}                  | is the name of a file
          headers: {Accept: 5}                              | is a text, or
          paging: {link_header: true, next_link: /next}     | http.paging is one of
          paging: {}                                        | http.paging is one of
          paging: {next_link: next}                         | JSON Pointer
          timeout: 1h                                       | http.timeout
          max_size: 1GB                                     | http.max_size
          attempts: 100                                     | http.attempts
          parameter: a&b                                    | http.parameter
          """)
  void saysWhatAnApiMustNotBe(String more, String message) {
    assertRefused(Declarations.http("crm", "https://crm/v1/customers", more), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "https://user:word@crm/",
        "https://crm/#x",
        "ftp://crm/",
        "https://crm/?api_key=1",
        "https://crm/?a=1&access_token=2",
        "/customers"
      })
  void refusesAddressesThatAreNotPlain(String url) {
    assertRefused(Declarations.http("crm", url, ""), "http.url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {every: 1s}                                 | schedule.every
          {every: 1h, cron: 0 0 * * * *}              | either cron or every
          {}                                          | either cron or every
          {cron: 0 0 * * * *}                         | schedule.zone
          {cron: at noon, zone: UTC}                  | schedule.cron
          {cron: 0 0 * * * *, zone: Mars/Olympus}     | schedule.zone
          """)
  void saysWhatIsNoSchedule(String schedule, String message) {
    assertRefused(HTTP + "schedule: " + schedule + "\n", message);
  }

  @Test
  void isEitherADatabaseOrAnApi() {
    assertRefused(HTTP.replace("http:", "http_:"), "http_ is not known");
    assertRefused(
        HTTP + "jdbc: {url: 'jdbc:postgresql://a/b', user: u, query: 'select :cursor'}\n",
        "either jdbc or http");
    assertRefused("[1]", "The declaration is not of the kind");
    assertRefused("name: {", "line 1");
  }

  @Test
  void doesNotPileUpWhatWasMissed() {
    Instant begun = Instant.parse("2026-03-29T00:00:00Z");
    Schedule every = new Schedule.Every(Duration.ofMinutes(10));
    assertThat(every.next(begun, begun.plusSeconds(60))).hasValue(begun.plusSeconds(600));
    assertThat(every.next(begun, begun.plusSeconds(6_000))).hasValue(begun.plusSeconds(6_000));
  }

  private static void assertRefused(String declaration, String message) {
    assertThatThrownBy(() -> SourceCompiler.compile(declaration))
        .isInstanceOfSatisfying(
            SourceProblem.class,
            problem -> {
              assertThat(problem.getStatusCode().value()).isEqualTo(422);
              assertThat(problem.getBody().getDetail()).contains(message);
            });
  }
}
