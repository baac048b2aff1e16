package io.churnops.features.engine;

import java.util.List;

/** What one event says to one signal. */
sealed interface Payload {

  /** That it happened. */
  record Presence() implements Payload {

    static final Presence INSTANCE = new Presence();
  }

  /** Numbers in millionths; at least one. */
  record Numbers(long[] millionths) implements Payload {}

  /** A category. */
  record Text(String category) implements Payload {}

  /** Categories as often as they occur, in the order of the document; at least one. */
  record Counted(List<Category> categories) implements Payload {}

  /** Hashes of values, ascending without repetition; at least one. */
  record Hashes(long[] hashes) implements Payload {}
}
