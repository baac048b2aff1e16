package io.churnops.simulator;

import io.churnops.simulator.Dice.Purpose;
import java.util.ArrayList;
import java.util.List;

/** What the shop sells: the same 240 products in every simulation. */
final class Catalogue {

  private static final long SEED = 240;
  private static final int PRODUCTS_PER_CATEGORY = 30;

  private final List<Product> products;

  Catalogue() {
    List<Product> all = new ArrayList<>();
    for (Category category : Category.values()) {
      for (int i = 0; i < PRODUCTS_PER_CATEGORY; i++) {
        Dice dice = Dice.of(SEED, Purpose.CATALOGUE, all.size());
        long whole = Math.round(dice.logNormal(category.medianPrice, 0.5));
        all.add(new Product("p-%03d".formatted(all.size()), category.label, whole * 100 + 99));
      }
    }
    products = List.copyOf(all);
  }

  record Product(String id, String category, long priceMinor) {}

  private enum Category {
    BOOKS("books", 14),
    TOYS("toys", 19),
    GARDEN("garden", 27),
    KITCHEN("kitchen", 32),
    SPORTS("sports", 38),
    FASHION("fashion", 44),
    FURNITURE("furniture", 95),
    ELECTRONICS("electronics", 120);

    private final String label;
    private final double medianPrice;

    Category(String label, double medianPrice) {
      this.label = label;
      this.medianPrice = medianPrice;
    }
  }

  /**
   * A product a customer picks. The categories are in order of price, and who spends more looks
   * further up.
   */
  Product pick(Traits traits, Dice dice) {
    double position = StrictMath.pow(dice.uniform(), 1 / traits.spend());
    return products.get((int) (position * products.size()));
  }
}
