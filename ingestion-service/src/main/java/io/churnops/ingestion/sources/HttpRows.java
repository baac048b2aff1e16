package io.churnops.ingestion.sources;

import io.churnops.ingestion.mapping.JsonRows;
import io.churnops.ingestion.sources.Paging.Page;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the list of a JSON API, page by page. */
final class HttpRows implements RowReader {

  private static final int MAX_DEPTH = 100;
  private static final int MOST_PAGES = 100_000;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PullSource source;
  private final HttpOrigin origin;
  private final AllowedDestinations allowed;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Pause pause;
  private final JsonRows columns;
  private final JsonRows cursor;

  HttpRows(
      PullSource source,
      HttpOrigin origin,
      AllowedDestinations allowed,
      Secrets secrets,
      InstantSource clock,
      Pause pause) {
    this.source = source;
    this.origin = origin;
    this.allowed = allowed;
    this.secrets = secrets;
    this.clock = clock;
    this.pause = pause;
    this.columns = new JsonRows(source.mapping().columnNames());
    this.cursor = new JsonRows(List.of(source.cursor().column()));
  }

  @Override
  public void read(long from, Pieces pieces) throws InterruptedException {
    URI list =
        origin.parameter() == null
            ? origin.url()
            : Paging.with(origin.url(), origin.parameter(), source.cursor().parameter(from));
    URI url = origin.paging().first(list);
    Set<URI> asked = new HashSet<>();
    byte[] before = new byte[0];
    long records = 0;
    try (HttpFetch fetch = new HttpFetch(origin, allowed, secrets, clock, pause)) {
      for (int number = 0; number < MOST_PAGES; number++) {
        asked.add(url);
        HttpAnswer answer = fetch.get(url);
        JsonNode body = parse(answer.body());
        JsonNode rows = rows(body);
        if (!rows.isEmpty() && Arrays.equals(before, answer.body())) {
          throw failed("gives the same page again and again");
        }
        rows.forEach(row -> pieces.row(row(row)));
        Optional<URI> next =
            origin
                .paging()
                .next(list, new Page(url, number, records, rows.size(), answer.headers(), body));
        pieces.end(origin.ordered() || next.isEmpty());
        if (next.isEmpty()) {
          return;
        }
        url = sameOrigin(next.get());
        if (asked.contains(url)) {
          throw failed("names a page as the next that was there already");
        }
        before = answer.body();
        records += rows.size();
      }
    }
    throw failed("has no last page within " + MOST_PAGES);
  }

  private JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException | NumberFormatException malformed) {
      throw failed(
          "answers something that is not JSON, is nested or repeats names too much, or has a number"
              + " beyond all bounds");
    }
  }

  private JsonNode rows(JsonNode body) {
    JsonNode rows = body.at(origin.records());
    if (!rows.isArray()) {
      throw failed("has no list of records at \"" + origin.records() + "\" of its answer");
    }
    return rows;
  }

  private URI sameOrigin(URI next) {
    if (!String.valueOf(next.getScheme()).equals(origin.url().getScheme())
        || next.getUserInfo() != null
        || !HttpOrigin.destinationOf(next).equals(origin.destination())) {
      throw failed("names a next page at another place, which is not followed");
    }
    return next;
  }

  private PulledRow row(JsonNode row) {
    if (!(row instanceof ObjectNode object)) {
      return new PulledRow(null, List.of(row.toString()), "not_an_object");
    }
    List<String> fields = columns.fields(object);
    String text = cursor.fields(object).getFirst();
    if (text.isBlank()) {
      return new PulledRow(null, fields, "cursor_absent");
    }
    try {
      return new PulledRow(source.cursor().parse(text), fields, null);
    } catch (IllegalArgumentException wrong) {
      return new PulledRow(null, fields, "not_a_cursor");
    }
  }

  private SourceFailedException failed(String words) {
    return new SourceFailedException(origin.destination() + " " + words + ".");
  }
}
