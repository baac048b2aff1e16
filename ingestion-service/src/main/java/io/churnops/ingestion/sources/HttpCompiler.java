package io.churnops.ingestion.sources;

import io.churnops.ingestion.sources.HttpOrigin.HeaderValue;
import io.churnops.ingestion.sources.SourceDocument.CountSpec;
import io.churnops.ingestion.sources.SourceDocument.HttpSpec;
import io.churnops.ingestion.sources.SourceDocument.PagingSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks what is declared about a JSON API. */
final class HttpCompiler {

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,80}");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{0,1000}");

  /** What is called so is a secret, and belongs into a file. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(auth|cookie|token|secret|passw|api-?_?key|signature|credential).*");

  /** Headers that the client sets itself, or that would change what is asked of whom. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "expect",
          "upgrade",
          "accept-encoding");

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
  private static final DataSize DEFAULT_SIZE = DataSize.ofMegabytes(8);
  private static final DataSize LARGEST_SIZE = DataSize.ofMegabytes(32);
  private static final int DEFAULT_ATTEMPTS = 5;
  private static final int MOST_ATTEMPTS = 10;

  private HttpCompiler() {}

  static HttpOrigin compile(HttpSpec spec) {
    int attempts = spec.attempts() == null ? DEFAULT_ATTEMPTS : spec.attempts();
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw SourceProblem.invalid("http.attempts is from 1 to " + MOST_ATTEMPTS + ".");
    }
    return new HttpOrigin(
        url(spec.url()),
        headers(spec.headers()),
        pointer("http.records", spec.records()),
        paging(spec.paging()),
        spec.parameter() == null ? null : parameter("http.parameter", spec.parameter()),
        Boolean.TRUE.equals(spec.ordered()),
        spec.timeout() == null
            ? DEFAULT_TIMEOUT
            : SourceCompiler.duration(
                "http.timeout", spec.timeout(), Duration.ofMillis(100), LONGEST_TIMEOUT),
        size(spec.maxSize()),
        attempts);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      if ((scheme.equals("https") || scheme.equals("http"))
          && url.getHost() != null
          && url.getPort() <= 65_535
          && url.getUserInfo() == null
          && url.getFragment() == null) {
        requireNoSecrets(url.getQuery());
        return url;
      }
    } catch (URISyntaxException wrong) {
      // Said below.
    }
    throw SourceProblem.invalid(
        "http.url is https://host/path or http://host/path, without a user, a password or a"
            + " fragment.");
  }

  private static void requireNoSecrets(@Nullable String query) {
    for (String part : query == null ? new String[0] : query.split("&", -1)) {
      if (SECRET.matcher(part.replaceFirst("=.*", "")).matches()) {
        throw SourceProblem.invalid(
            "http.url: what looks like a secret does not belong into an address, which stands in"
                + " logs; give it as a header with {secret: name}.");
      }
    }
  }

  private static Map<String, HeaderValue> headers(@Nullable Map<String, JsonNode> specs) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    if (specs != null) {
      specs.forEach((name, value) -> {
        if (!HEADER.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
          throw SourceProblem.invalid("http.headers: " + name + " cannot be set.");
        }
        headers.put(name, header("http.headers." + name, name, value));
      });
    }
    return headers;
  }

  private static HeaderValue header(String place, String name, JsonNode value) {
    if (value.isString()) {
      if (SECRET.matcher(name).matches()) {
        throw SourceProblem.invalid(
            place + " looks like a secret: give it as {secret: name, prefix: \"Bearer \"}.");
      }
      return new HeaderValue(printable(place, value.stringValue()), null);
    }
    if (value.isObject()
        && value.path("secret").isString()
        && value
            .propertyStream()
            .allMatch(part ->
                part.getKey().equals("secret")
                    || part.getKey().equals("prefix") && part.getValue().isString())) {
      return new HeaderValue(
          printable(place, value.path("prefix").stringValue("")),
          Secrets.requireName(place + ".secret", value.get("secret").stringValue()));
    }
    throw SourceProblem.invalid(place + " is a text, or {secret: name, prefix: text}.");
  }

  private static String printable(String place, String text) {
    if (!PRINTABLE.matcher(text).matches()) {
      throw SourceProblem.invalid(place + " has characters that a header cannot have.");
    }
    return text;
  }

  private static Paging paging(@Nullable PagingSpec spec) {
    List<Paging> given = new ArrayList<>();
    if (spec != null) {
      if (spec.nextLink() != null) {
        given.add(new Paging.NextLink(pointer("http.paging.next_link", spec.nextLink())));
      }
      if (Boolean.TRUE.equals(spec.linkHeader())) {
        given.add(new Paging.LinkHeader());
      }
      if (spec.page() != null) {
        given.add(
            new Paging.PageNumber(
                parameter("http.paging.page", spec.page().parameter()), first(spec.page(), 1)));
      }
      if (spec.offset() != null) {
        given.add(
            new Paging.Offset(
                parameter("http.paging.offset", spec.offset().parameter()),
                first(spec.offset(), 0)));
      }
      if (spec.token() != null) {
        given.add(
            new Paging.Token(
                parameter("http.paging.token", spec.token().parameter()),
                pointer("http.paging.token.at", spec.token().at())));
      }
      if (given.size() != 1) {
        throw SourceProblem.invalid(
            "http.paging is one of next_link, link_header: true, page, offset and token.");
      }
    }
    return given.isEmpty() ? new Paging.OnePage() : given.getFirst();
  }

  private static int first(CountSpec spec, int usual) {
    int first = spec.first() == null ? usual : spec.first();
    if (first < 0) {
      throw SourceProblem.invalid("http.paging: first is 0 or more.");
    }
    return first;
  }

  private static String parameter(String place, String name) {
    if (!name.matches("[A-Za-z0-9_.\\[\\]-]{1,80}")) {
      throw SourceProblem.invalid(place + " is the name of a parameter.");
    }
    return name;
  }

  private static JsonPointer pointer(String place, String text) {
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException wrong) {
      throw SourceProblem.invalid(
          place + " is a JSON Pointer: /data/items; the whole answer is \"\".");
    }
  }

  private static int size(@Nullable String text) {
    try {
      DataSize size = text == null ? DEFAULT_SIZE : DataSize.parse(text);
      if (size.toBytes() > 0 && size.compareTo(LARGEST_SIZE) <= 0) {
        return (int) size.toBytes();
      }
    } catch (IllegalArgumentException wrong) {
      // Said below.
    }
    throw SourceProblem.invalid("http.max_size is a size such as 500KB, at most 32MB.");
  }
}
