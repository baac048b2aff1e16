package io.churnops.forest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Some neighbouring trees of a forest, and what the forest is of. Parts that were grown anywhere
 * can be merged; all of them together are the forest that one machine would have grown.
 *
 * @param table the SHA-256 of the {@link BinnedTable}
 * @param parameters of the whole forest
 * @param from the number of the first tree, from 0
 * @param grownOn where trees of it were grown, in their order, as far as that was told
 */
public record ForestPart(
    String table,
    ForestParameters parameters,
    int from,
    List<GrownOn> grownOn,
    CompiledForest trees) {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public ForestPart {
    if (!SHA_256.matcher(table).matches()) {
      throw new IllegalArgumentException("a table is named by its SHA-256");
    }
    if (from < 0 || (long) from + trees.trees() > parameters.trees()) {
      throw new IllegalArgumentException(
          trees.trees() + " trees from " + from + " of a forest of " + parameters.trees());
    }
    grownOn = List.copyOf(grownOn);
    int told = from;
    for (GrownOn place : grownOn) {
      if (place.from() < told || place.to() > from + trees.trees()) {
        throw new IllegalArgumentException("it is told twice or of no tree where it grew");
      }
      told = place.to();
    }
  }

  /** The same trees, with the word of where all of them were grown. */
  public ForestPart grownOn(String host, Map<String, String> environment) {
    return new ForestPart(
        table, parameters, from, List.of(new GrownOn(from, to(), host, environment)), trees);
  }

  /**
   * Puts parts together that follow one another, in whatever order they are given.
   *
   * @throws UnmergeableException if they are of different forests, if trees are in two of them, or
   *     if some between them are missing
   */
  public static ForestPart merge(Collection<ForestPart> parts) {
    if (parts.isEmpty()) {
      throw new UnmergeableException("there is no part to merge");
    }
    List<ForestPart> inOrder = new ArrayList<>(parts);
    inOrder.sort(Comparator.comparingInt(ForestPart::from));
    ForestPart first = inOrder.getFirst();
    int next = first.from;
    for (ForestPart part : inOrder) {
      first.requireSameForest(part);
      if (part.from != next) {
        throw new UnmergeableException(
            part.from > next
                ? "trees " + next + " to " + (part.from - 1) + " are in no part"
                : "tree " + part.from + " is in two parts");
      }
      next = part.to();
    }
    return new ForestPart(
        first.table,
        first.parameters,
        first.from,
        places(inOrder),
        CompiledForest.joined(inOrder.stream().map(ForestPart::trees).toList()));
  }

  private static List<GrownOn> places(List<ForestPart> inOrder) {
    List<GrownOn> places = new ArrayList<>();
    for (ForestPart part : inOrder) {
      for (GrownOn place : part.grownOn) {
        if (!places.isEmpty() && places.getLast().goesOnIn(place)) {
          places.add(places.removeLast().upTo(place.to()));
        } else {
          places.add(place);
        }
      }
    }
    return places;
  }

  private void requireSameForest(ForestPart other) {
    if (!parameters.equals(other.parameters)) {
      throw new UnmergeableException(
          "the parts are of forests with different parameters: "
              + parameters
              + " and "
              + other.parameters);
    }
    if (!table.equals(other.table)) {
      throw new UnmergeableException(
          "the parts were grown of different data or binning: tables "
              + table
              + " and "
              + other.table);
    }
    if (trees.inputs() != other.trees.inputs()) {
      throw new UnmergeableException(
          "the parts are over "
              + trees.inputs()
              + " and "
              + other.trees.inputs()
              + " inputs, though they say that they are of one table");
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws CorruptForestException if these are not exactly such bytes
   */
  public static ForestPart decode(byte[] bytes) {
    return decode(ByteBuffer.wrap(bytes));
  }

  /**
   * The same of bytes that need not be on the heap, from the buffer's position to its limit.
   *
   * @throws CorruptForestException if these are not exactly such bytes
   */
  public static ForestPart decode(ByteBuffer bytes) {
    return ForestPartCodec.decode(bytes);
  }

  /** The part in its binary format; the same part gives the same bytes. */
  public byte[] encode() {
    return ForestPartCodec.encode(this);
  }

  /** The number behind the last tree's. */
  public int to() {
    return from + trees.trees();
  }

  /** Whether this is the whole forest. */
  public boolean isWhole() {
    return trees.trees() == parameters.trees();
  }

  /** Whether it is of the forest that would be grown of a table with these parameters. */
  public boolean isOf(BinnedTable other, ForestParameters otherParameters) {
    return parameters.equals(otherParameters) && table.equals(other.sha256());
  }
}
