package io.churnops.ingestion.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeMappingTests {

  private static final String MAPPING =
      """
      changes: shop
      source: /cdc/shop
      topics: [cdc.shop]
      tables:
        public.customers:
          columns:
            id: {as: text}
            country: {as: text}
          rows:
            - {count: changed, on: [create, update], emit: [profile]}
          events:
            profile: {type: customer.updated, customer: id, time: _changed_at, data: {country: {column: country}}}
      """;

  @Test
  void readsAMapping() {
    ChangeMapping mapping = ChangeMapping.parse(MAPPING);
    assertThat(mapping.topics()).containsExactly("cdc.shop");
    assertThat(mapping.tables()).containsOnlyKeys("public.customers");
    assertThat(mapping.tables().get("public.customers"))
        .satisfies(table ->
            assertThat(table.columnNames())
                .contains("id", "country", "_op", "_changed_at", "_known", "_position"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          topics: [cdc.shop]      | topics: []                | at least one
          on: [create, update]    | on: [create, upsert]      | does not take upsert
          on: [create, update]    | on: [create], when: {_op: {one_of: [read]}} | on says already
          country: {as: text}     | _op: {as: text}           | is there by itself
          time: _changed_at       | time: country             | not a time
          emit: [profile]         | emit: [profil]            | tables.public.customers: rows.changed
          changes: shop           | changes: The shop         | names are
          """)
  void saysWhatDoesNotFit(String right, String wrong, String message) {
    assertThat(MAPPING).contains(right);
    assertThatThrownBy(() -> ChangeMapping.parse(MAPPING.replace(right, wrong)))
        .isInstanceOf(InvalidMappingException.class)
        .hasMessageContaining(message);
  }
}
