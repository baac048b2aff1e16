package io.churnops.ingestion.sources;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** How the page after a page is found. */
sealed interface Paging {

  /** The first page of a list. */
  default URI first(URI list) {
    return list;
  }

  /** The page after one; empty after the last. */
  Optional<URI> next(URI list, Page page);

  /**
   * A page.
   *
   * @param url where it was found
   * @param number from 0
   * @param before records on the pages before
   * @param records on this page
   */
  record Page(URI url, int number, long before, int records, HttpHeaders headers, JsonNode body) {}

  /** Everything is on one page. */
  record OnePage() implements Paging {

    @Override
    public Optional<URI> next(URI list, Page page) {
      return Optional.empty();
    }
  }

  /** The body has the address of the next page. */
  record NextLink(JsonPointer at) implements Paging {

    @Override
    public Optional<URI> next(URI list, Page page) {
      return text(page.body().at(at)).map(link -> resolved(page.url(), link));
    }
  }

  /** The header {@code Link} has the address of the next page (RFC 8288). */
  record LinkHeader() implements Paging {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:\\s*;[^,<]*)*)");
    private static final Pattern NEXT =
        Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)");

    @Override
    public Optional<URI> next(URI list, Page page) {
      for (String header : page.headers().allValues("link")) {
        Matcher link = LINK.matcher(header);
        while (link.find()) {
          if (NEXT.matcher(link.group(2)).find()) {
            return Optional.of(resolved(page.url(), link.group(1)));
          }
        }
      }
      return Optional.empty();
    }
  }

  /** A parameter counts the pages; the first without records is the end. */
  record PageNumber(String parameter, int first) implements Paging {

    @Override
    public URI first(URI list) {
      return with(list, parameter, Integer.toString(first));
    }

    @Override
    public Optional<URI> next(URI list, Page page) {
      return page.records() == 0
          ? Optional.empty()
          : Optional.of(with(list, parameter, Integer.toString(first + page.number() + 1)));
    }
  }

  /** A parameter says how many records to pass over; a page without records is the end. */
  record Offset(String parameter, int first) implements Paging {

    @Override
    public URI first(URI list) {
      return with(list, parameter, Integer.toString(first));
    }

    @Override
    public Optional<URI> next(URI list, Page page) {
      return page.records() == 0
          ? Optional.empty()
          : Optional.of(
              with(list, parameter, Long.toString(first + page.before() + page.records())));
    }
  }

  /** A parameter takes what the body of the page before says. */
  record Token(String parameter, JsonPointer at) implements Paging {

    @Override
    public Optional<URI> next(URI list, Page page) {
      return text(page.body().at(at)).map(token -> with(list, parameter, token));
    }
  }

  /** A URL with one parameter more. */
  static URI with(URI url, String parameter, String value) {
    String pair = encoded(parameter) + "=" + encoded(value);
    String query = url.getRawQuery();
    String text = url.toString();
    return URI.create(text + (query == null ? "?" : query.isEmpty() ? "" : "&") + pair);
  }

  private static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull() && !node.isBoolean() && !node.asString().isEmpty()
        ? Optional.of(node.asString())
        : Optional.empty();
  }

  private static URI resolved(URI page, String link) {
    try {
      return page.resolve(link);
    } catch (IllegalArgumentException noUri) {
      throw new SourceFailedException("The link to the next page is no address.");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
