package io.churnops.ingestion.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportMappingTests {

  static final String SMALL =
      """
      import: small
      source: /imports/small
      columns:
        id: {as: text}
        customer: {as: text}
        at: {as: time, format: "yyyy-MM-dd HH:mm", zone: Europe/London}
        price: {as: decimal}
        pieces: {as: integer}
      notes:
        - {count: free, when: {price: {equal_to: 0}}}
      rows:
        - {count: sold, when: {pieces: {greater_than: 0}}, emit: [order]}
      events:
        order:
          type: order.placed
          customer: customer
          time: at
          group_by: [id, customer]
          data:
            orderId: {column: id}
            currency: {constant: EUR}
            amountMinor: {sum: {money: {price: price, quantity: pieces, currency: EUR}}}
      """;

  @Test
  void readsAMapping() {
    ImportMapping mapping = ImportMapping.parse(SMALL);
    assertThat(mapping.name()).isEqualTo("small");
    assertThat(mapping.delimiter()).isEqualTo(',');
    assertThat(mapping.charset().name()).isEqualTo("UTF-8");
  }

  @Test
  void readsHowTheFileIsWritten() {
    ImportMapping mapping =
        ImportMapping.parse(SMALL + "csv: {delimiter: \";\", charset: windows-1252}\n");
    assertThat(mapping.delimiter()).isEqualTo(';');
    assertThat(mapping.charset().name()).isEqualTo("windows-1252");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          import: small              | import: Small one           | names are
          source: /imports/small     | source: "a b"               | source must be
          source: /imports/small     | sauce: x                    | lacks source
          as: text                   | as: txt                     | columns.id.as does not take txt
          as: decimal                | as: decimal, format: x      | format belongs
          , zone: Europe/London      | ~~                          | zone is needed
          zone: Europe/London        | zone: Middle/Earth          | Middle
          yyyy-MM-dd HH:mm           | yyyy-bb                     | columns.at
          customer: customer         | customer: client            | No column is called client
          time: at                   | time: price                 | not a time
          group_by: [id, customer]   | group_by: [id]              | a group is of one customer
          group_by: [id, customer]   | id: [id]                    | need group_by
          group_by: [id, customer]   | id: [id], group_by: [id]    | :
          emit: [order]              | emit: [ordr]                | no event of this mapping
          count: free                | count: sold                 | more than once
          {equal_to: 0}              | {}                          | says nothing
          {equal_to: 0}              | {equals: 0}                 | equals is not known here
          {constant: EUR}            | {constant: EUR, column: id} | exactly one of
          {constant: EUR}            | {}                          | exactly one of
          currency: EUR}}            | currency: Euro}}            | ISO 4217
          price: price, quantity     | price: id, quantity         | not a number
          {column: id}               | {sum: {column: id}}         | only money and integers
          {column: id}               | {count: columns}            | only rows
          {column: id}               | {column: id, rest: {count: x}} | exactly one of
          import: small              | {                           | line
          rows:                      | rows: {}                    | rows is not of the kind
          {count: sold, when: {pieces: {greater_than: 0}}, emit: [order]} | null | rows.0 says nothing
          {count: free, when: {price: {equal_to: 0}}} | null          | notes.0 says nothing
          emit: [order]              | emit: [null]                   | rows.0.emit.0 says nothing
          {equal_to: 0}              | {one_of: [null]}               | one_of.0 says nothing
          group_by: [id, customer]   | group_by: [customer, null]     | group_by.1 says nothing
          {greater_than: 0}          | null                           | pieces says nothing
          import: small              | import: null                   | import says nothing
          type: order.placed         | type: null                     | type says nothing
          as: decimal                | as: null                       | as says nothing
          {column: id}               | null                           | orderId says nothing
          price: price, quantity     | price: null, quantity          | price says nothing
          id: {as: text}             | "a\\0b": {as: text}         | control characters
          """)
  void saysWhatDoesNotFit(String right, String wrong, String message) {
    assertThat(SMALL).contains(right);
    String mapping = SMALL.replace(right, wrong == null ? "" : wrong);
    assertThatThrownBy(() -> ImportMapping.parse(mapping))
        .isInstanceOf(InvalidMappingException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'customer: customer', 'custommer: customer', events.order lacks customer,"
        + " events.order.custommer",
    "'source: /imports/small', 'sauce: x', The mapping lacks source, sauce",
    "'as: decimal', 'is: decimal', columns.price lacks as, columns.price.is"
  })
  void namesTheMisspeltKeyBesideTheOneThatIsMissing(
      String right, String wrong, String missing, String unknown) {
    assertThat(SMALL).contains(right);
    String mapping = SMALL.replace(right, wrong);
    assertThatThrownBy(() -> ImportMapping.parse(mapping))
        .isInstanceOf(InvalidMappingException.class)
        .message()
        .startsWith(missing + " (line ")
        .contains(" " + unknown + " is not known here; known are [");
  }

  @Test
  void refusesTypesThatAreNotKnown() {
    ImportMapping mapping = ImportMapping.parse(SMALL);
    assertThat(mapping.requireTypes("order.placed"::equals)).isSameAs(mapping);
    assertThatThrownBy(() -> mapping.requireTypes(_ -> false))
        .isInstanceOf(InvalidMappingException.class)
        .hasMessageContaining("events.order.type: no event type order.placed");
  }

  @Test
  void refusesWhatIsNoMapping() {
    for (String text : new String[] {"", "null", "7", "[]", "a: b\na: c", "import: x"}) {
      assertThatThrownBy(() -> ImportMapping.parse(text))
          .as(text)
          .isInstanceOf(InvalidMappingException.class);
    }
    String twice = SMALL + "source: /imports/again\n";
    assertThatThrownBy(() -> ImportMapping.parse(twice))
        .isInstanceOf(InvalidMappingException.class)
        .hasMessageContaining("source");
  }

  @Test
  void refusesPartsThatSayNothing() {
    for (String part : new String[] {"columns", "rows", "events"}) {
      String mapping = SMALL.replaceFirst("(?m)^" + part + ":\n( .*\n)+", part + ":\n");
      assertThat(mapping).isNotEqualTo(SMALL);
      assertThatThrownBy(() -> ImportMapping.parse(mapping))
          .isInstanceOf(InvalidMappingException.class)
          .hasMessageContaining(part + " says nothing");
    }
  }

  @Test
  void limitsTheLengthOfAMapping() {
    String padding = "#".repeat(ImportMapping.MAX_LENGTH - SMALL.length());
    assertThat(ImportMapping.parse(SMALL + padding)).isNotNull();
    assertThatThrownBy(() -> ImportMapping.parse(SMALL + padding + "#"))
        .isInstanceOf(InvalidMappingException.class);
  }
}
