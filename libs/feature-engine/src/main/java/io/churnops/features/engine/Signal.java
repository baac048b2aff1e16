package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is read from the events of a selector; every slot is fed by one signal.
 *
 * @param path where the values are; null for presence
 */
record Signal(EventSelector selector, @Nullable ValuePath path, Form form) {

  enum Form {
    PRESENCE,
    NUMBERS,
    TEXT,
    HASHES,
    COUNTED
  }

  /** What the event says; empty if it says nothing. */
  Optional<Payload> read(JsonNode data) {
    if (path == null) {
      return Optional.of(Payload.Presence.INSTANCE);
    }
    return switch (form) {
      case PRESENCE -> Optional.of(Payload.Presence.INSTANCE);
      case NUMBERS -> numbers(path, data);
      case HASHES -> hashes(path, data);
      case TEXT -> text(path, data);
      case COUNTED -> counted(path, data);
    };
  }

  private static Optional<Payload> numbers(ValuePath path, JsonNode data) {
    Longs found = new Longs();
    path.forEach(data, node -> FixedPoint.of(node).ifPresent(found::add));
    return found.isEmpty() ? Optional.empty() : Optional.of(new Payload.Numbers(found.toArray()));
  }

  private static Optional<Payload> hashes(ValuePath path, JsonNode data) {
    Longs found = new Longs();
    path.forEach(data, node -> Categories.of(node).map(Distinct::hash).ifPresent(found::add));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Payload.Hashes(Arrays.stream(found.toArray()).sorted().distinct().toArray()));
  }

  private static Optional<Payload> text(ValuePath path, JsonNode data) {
    JsonNode[] only = new JsonNode[1];
    path.forEach(data, node -> only[0] = node);
    return Optional.ofNullable(only[0])
        .flatMap(Categories::of)
        .map(Categories::cut)
        .map(Payload.Text::new);
  }

  private static Optional<Payload> counted(ValuePath path, JsonNode data) {
    List<Category> found = new ArrayList<>();
    path.forEach(
        data,
        node -> Categories.of(node).map(Categories::cut).map(Category::of).ifPresent(found::add));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Payload.Counted(List.copyOf(found)));
  }

  private static final class Longs {

    private long[] values = new long[1];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    boolean isEmpty() {
      return size == 0;
    }

    long[] toArray() {
      return size == values.length ? values : Arrays.copyOf(values, size);
    }
  }
}
