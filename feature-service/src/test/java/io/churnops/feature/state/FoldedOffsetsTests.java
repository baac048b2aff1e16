package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedOffsetsTests {

  private static final int PARTITION = 3;

  private final FoldedOffsets folded = new FoldedOffsets();

  @Test
  void knowsNothingOfAPartitionThatWasNeverAssigned() {
    assertThat(folded.of(PARTITION)).isEqualTo(-1);
    assertThat(folded.partitions()).isEmpty();
  }

  @Test
  void forgetsWhatItKnewOfAPartitionThatComesBack() {
    folded.assigned(PARTITION, 10);
    folded.reach(PARTITION, 99);

    folded.assigned(PARTITION, 50);

    assertThat(folded.of(PARTITION)).isEqualTo(49);
    assertThat(folded.partitions()).containsExactly(PARTITION);
  }

  @Test
  void doesNotFallBehindWhatTheNextConsumerOfAPartitionHasFolded() {
    folded.assigned(PARTITION, 10);
    folded.reach(PARTITION, 99);

    folded.reach(PARTITION, 20);

    assertThat(folded.of(PARTITION)).isEqualTo(99);
  }

  @Test
  void goesBackToWhatSurvived() {
    folded.assigned(PARTITION, 10);
    folded.reach(PARTITION, 99);

    folded.goBackTo(PARTITION, 42);

    assertThat(folded.of(PARTITION)).isEqualTo(42);
  }

  @Test
  void knowsWhatIsBeingReadAgain() {
    folded.assigned(PARTITION, 10);
    assertThat(folded.isReadAgainAfter(PARTITION, 5)).isFalse();

    folded.readAgainAfter(PARTITION, 5);

    assertThat(folded.isReadAgainAfter(PARTITION, 5)).isTrue();
    assertThat(folded.isReadAgainAfter(PARTITION, 4)).as("a further loss").isFalse();
    assertThat(folded.isReadAgainAfter(PARTITION + 1, 5)).as("another partition").isFalse();
  }

  @Test
  void hasTheSameLossReadAgainWhenItComesAgain() {
    folded.assigned(PARTITION, 10);
    folded.readAgainAfter(PARTITION, 5);

    folded.reach(PARTITION, 20);

    assertThat(folded.isReadAgainAfter(PARTITION, 5)).isFalse();
  }

  @Test
  void hasALossReadAgainOfWhichOnlyAnEarlierConsumerWasTold() {
    folded.assigned(PARTITION, 10);
    folded.readAgainAfter(PARTITION, 5);

    folded.assigned(PARTITION, 10);

    assertThat(folded.isReadAgainAfter(PARTITION, 5)).isFalse();
  }
}
