package io.churnops.ingestion.sources;

/** Declarations for tests. */
final class Declarations {

  static final String MAPPING =
      """
      mapping:
        source: /sources/test
        columns:
          id: {as: text}
          country: {as: text}
        rows: [{count: all, emit: [profile]}]
        events:
          profile:
            type: customer.updated
            customer: id
            time: updated_at
            data: {country: {column: country}}
      """;

  private Declarations() {}

  static String jdbc(String name, String url) {
    return """
    name: %s
    jdbc:
      url: %s
      user: postgres
      password: {secret: shop-password}
      query: select id, country, updated_at from customers where updated_at >= :cursor
      batch: 2
    key: [id]
    cursor: {column: updated_at, type: time, overlap: 1h}
    """
            .formatted(name, url)
        + MAPPING;
  }

  static String http(String name, String url, String more) {
    return """
    name: %s
    http:
      url: %s
      records: /items
    %s
    key: [id]
    cursor: {column: updated_at, type: time}
    """
            .formatted(name, url, more.indent(2).stripTrailing())
        + MAPPING;
  }
}
