package io.churnops.forest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One input of a model.
 *
 * <p>A category is coded by its place in {@code categories}, which are in ascending order of the
 * training rows' churn rate. Where rare categories were pooled, the pool has its own place {@code
 * otherCode} in that order: the categories from there on are coded one higher.
 *
 * @param categories empty for a number
 * @param otherCode the code of every category not listed; {@value #NONE_POOLED} where none were
 *     pooled, and then a category never seen in training counts as missing
 */
public record ForestInput(String name, InputType type, List<String> categories, int otherCode) {

  /** The {@code otherCode} of an input without a pool. */
  public static final int NONE_POOLED = -1;

  /** The most categories an input tells apart; the rarer ones are pooled. */
  public static final int MAX_CATEGORIES = 64;

  public ForestInput {
    categories = List.copyOf(categories);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a forest input needs a name");
    }
    if (type == InputType.NUMBER && !(categories.isEmpty() && otherCode == NONE_POOLED)) {
      throw new IllegalArgumentException(name + " is a number and has no categories");
    }
    if (categories.size() > MAX_CATEGORIES) {
      throw new IllegalArgumentException(
          name + " lists " + categories.size() + " categories, at most " + MAX_CATEGORIES);
    }
    if (new HashSet<>(categories).size() != categories.size()) {
      throw new IllegalArgumentException(name + " lists a category twice");
    }
    if (otherCode < NONE_POOLED || otherCode > categories.size()) {
      throw new IllegalArgumentException(name + " codes other categories as " + otherCode);
    }
  }

  static ForestInput number(String name) {
    return new ForestInput(name, InputType.NUMBER, List.of(), NONE_POOLED);
  }

  /** How many codes its categories have, that of the pool included; 0 for a number. */
  public int codes() {
    return categories.size() + (otherCode == NONE_POOLED ? 0 : 1);
  }

  /** The code of the listed category at this index. */
  float codeAt(int index) {
    return otherCode == NONE_POOLED || index < otherCode ? index : index + 1;
  }

  /** The listed category of a code; none for the pool's. */
  public Optional<String> category(float code) {
    return IntStream.range(0, categories.size())
        .filter(index -> codeAt(index) == code)
        .mapToObj(categories::get)
        .findFirst();
  }

  /** The code of a category that is not listed. */
  public float codeOfOther() {
    return otherCode == NONE_POOLED ? ForestInputs.MISSING : otherCode;
  }
}
