package io.churnops.feature.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.EventTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarNamesTests {

  @ParameterizedTest
  @CsvSource({
    "order.place, order.placed",
    "orders.placed, order.placed",
    "order_placed, order.placed",
    "oder.palced, order.placed",
    "sesion.startd, session.started",
    "cart.itemAdded, cart.item_added",
    "ticket.openend, ticket.opened"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(SimilarNames.nearest(written, EventTypes.all())).hasValue(meant);
  }

  @Test
  void guessesNothingWhereTooMuchDiffers() {
    assertThat(SimilarNames.nearest("loyalty.joined", EventTypes.all())).isEmpty();
    assertThat(SimilarNames.nearest("", EventTypes.all())).isEmpty();
    assertThat(SimilarNames.nearest("order.placed", List.of())).isEmpty();
  }
}
