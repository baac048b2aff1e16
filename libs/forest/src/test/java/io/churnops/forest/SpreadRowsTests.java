package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadRowsTests {

  private static final int CUTOFFS = 8;
  private static final int CUSTOMERS = 4_000;

  /** Rows are in the order of customers and cutoffs, and a stride can be as long as the cutoffs. */
  @Test
  void takesRowsOfAllCutoffsWhereEachCustomerHasAsManyAsTheStride() {
    int[] places = SpreadRows.places(CUSTOMERS * CUTOFFS, CUSTOMERS).toArray();

    assertThat(Arrays.stream(ofEachCutoff(places))).allMatch(rows -> rows > 400 && rows < 600);
  }

  @Test
  void weighsRowsOfAllCutoffsWhereEachCustomerWeighsAsMuchAsTheStride() {
    int[] places = SpreadRows.byWeight(CUSTOMERS * CUTOFFS, _ -> 0.5, CUSTOMERS);

    assertThat(Arrays.stream(ofEachCutoff(places))).allMatch(rows -> rows > 400 && rows < 600);
  }

  @Test
  void takesARowAsOftenAsItsWeightSays() {
    int[] places = SpreadRows.byWeight(10_000, row -> row % 2 == 0 ? 0.4 : 1.6, 10_000);

    assertThat(places).isSorted();
    assertThat(Arrays.stream(places).filter(row -> row % 2 == 0).count()).isBetween(1_800L, 2_200L);
  }

  @ParameterizedTest
  @CsvSource({"0,5", "1,5", "7,7", "7,9", "10,7", "2147483647,3", "2000000,1999999"})
  void takesEachPlaceOnceOneOfEachStretch(int rows, int most) {
    int[] places = SpreadRows.places(rows, most).toArray();

    assertThat(places).hasSize(Math.min(rows, most));
    assertThat(IntStream.range(0, places.length))
        .allMatch(i ->
            places[i] >= (long) i * rows / places.length
                && places[i] < (i + 1L) * rows / places.length);
    assertThat(SpreadRows.places(rows, most).toArray()).isEqualTo(places);
  }

  private static long[] ofEachCutoff(int[] places) {
    long[] rows = new long[CUTOFFS];
    Arrays.stream(places).forEach(place -> rows[place % CUTOFFS]++);
    return rows;
  }
}
