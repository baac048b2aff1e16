package io.churnops.forest.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RiskBandsTests {

  @Test
  void beginsEachBandAtItsBorder() {
    RiskBands bands = RiskBands.around(0.4);

    assertThat(bands).isEqualTo(new RiskBands(0.2, 0.4, 0.7));
    assertThat(bands.of(0)).isEqualTo(RiskBand.LOW);
    assertThat(bands.of(0.2)).isEqualTo(RiskBand.MEDIUM);
    assertThat(bands.of(Math.nextDown(0.4))).isEqualTo(RiskBand.MEDIUM);
    assertThat(bands.of(0.4)).isEqualTo(RiskBand.HIGH);
    assertThat(bands.of(0.7)).isEqualTo(RiskBand.CRITICAL);
    assertThat(bands.of(1)).isEqualTo(RiskBand.CRITICAL);
  }

  @Test
  void refusesBandsThatDoNotAscend() {
    assertThatThrownBy(() -> new RiskBands(0.5, 0.4, 0.7))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RiskBands(0.1, 0.4, 1.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RiskBands.around(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
