package io.churnops.kit.api;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How lists are cut into pages that are asked for by the cursor of the page before. */
public final class Pages {

  /** Cursors that are names: what Postgres cannot keep it cannot compare with, either. */
  public static final String STORABLE = "[^\\x00]*";

  private Pages() {}

  /** A cursor that is an id, as ids are kept, however it was spelt; empty for the first page. */
  public static String after(@Nullable UUID cursor) {
    return cursor == null ? "" : cursor.toString();
  }

  /**
   * The first page of what was found.
   *
   * @param found up to one item more than the limit, by which it is known whether there is more
   * @param cursor what follows an item is asked for by this
   * @param page makes the answer of the items and the cursor of the next page, null on the last
   */
  public static <T, C, P> P first(
      List<T> found,
      int limit,
      Function<? super T, ? extends C> cursor,
      BiFunction<? super List<T>, ? super @Nullable C, P> page) {
    if (found.size() <= limit) {
      return page.apply(found, null);
    }
    List<T> items = found.subList(0, limit);
    return page.apply(items, cursor.apply(items.getLast()));
  }
}
