package io.churnops.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A simulated shop: its events, and the truth behind them.
 *
 * <p>Events come in the order in which they became known, day by day, so that a shop of any size
 * needs memory for its customers and about one day of events only.
 */
public final class Shop {

  /** The window of the churn label, in days. */
  public static final int HORIZON_DAYS = 30;

  private static final int ELIGIBLE_DAYS = 90;

  private final ShopPlan plan;
  private final Market market;
  private final ChurnProcess process;

  public Shop(ShopPlan plan) {
    this.plan = plan;
    this.market = new Market(plan.drifts());
    this.process = new ChurnProcess(market);
  }

  public ShopPlan plan() {
    return plan;
  }

  /** All events known before the plan's end, from the first on; each call starts anew. */
  public Iterator<SimulatedEvent> events() {
    return new Telling();
  }

  /**
   * The truth for every customer registered before a cutoff, by cutoff and customer. Orders after
   * the plan's end are drawn in private, so that a cutoff at the end has its outcome too.
   *
   * @param cutoffs days within the plan, its end included
   */
  public List<TrueRisk> truth(List<LocalDate> cutoffs) {
    for (LocalDate cutoff : cutoffs) {
      if (cutoff.isBefore(plan.from()) || cutoff.isAfter(plan.until())) {
        throw new IllegalArgumentException(
            cutoff + " is outside the shop's " + plan.from() + " to " + plan.until());
      }
    }
    List<TrueRisk> truth = new ArrayList<>();
    for (int customer = 0; customer < plan.customers(); customer++) {
      truth.addAll(truth(course(customer), cutoffs));
    }
    truth.sort(Comparator.comparing(TrueRisk::day).thenComparing(TrueRisk::customerId));
    return truth;
  }

  private List<TrueRisk> truth(CustomerCourse course, List<LocalDate> cutoffs) {
    List<Engagement> states = new ArrayList<>();
    BitSet ordered = new BitSet();
    long first = course.firstDay();
    while (course.nextDay() < plan.until().toEpochDay() + HORIZON_DAYS) {
      boolean orders = course.live().orders() > 0;
      ordered.set(states.size(), orders);
      states.add(course.state());
    }
    List<TrueRisk> truth = new ArrayList<>();
    for (LocalDate cutoff : cutoffs) {
      int day = (int) (cutoff.toEpochDay() - first);
      if (day > 0) {
        int lastOrder = ordered.previousSetBit(day - 1);
        int nextOrder = ordered.nextSetBit(day);
        truth.add(
            new TrueRisk(
                plan.customerId(course.customer()),
                cutoff,
                lastOrder >= 0 && lastOrder >= day - ELIGIBLE_DAYS,
                process.silence(
                    course.traits(), states.get(day - 1), cutoff.toEpochDay(), HORIZON_DAYS),
                nextOrder < 0 || nextOrder >= day + HORIZON_DAYS));
      }
    }
    return truth;
  }

  private CustomerCourse course(int customer) {
    return new CustomerCourse(plan, customer, Traits.of(plan, customer), process);
  }

  /** Tells the days of all customers and hands out what is known by the end of each. */
  private final class Telling implements Iterator<SimulatedEvent> {

    private final PriorityQueue<SimulatedEvent> pending =
        new PriorityQueue<>(SimulatedEvent.AS_KNOWN);
    private final Queue<SimulatedEvent> known = new ArrayDeque<>();
    private final List<CustomerCourse> courses = new ArrayList<>();
    private final List<CustomerStory> stories = new ArrayList<>();
    private final Instant end = midnight(plan.until().toEpochDay());
    private long day = plan.from().toEpochDay();

    private Telling() {
      Catalogue catalogue = new Catalogue();
      for (int customer = 0; customer < plan.customers(); customer++) {
        CustomerCourse course = course(customer);
        CustomerStory story = new CustomerStory(plan, market, catalogue, course);
        story.register(this::keep);
        courses.add(course);
        stories.add(story);
      }
    }

    @Override
    public boolean hasNext() {
      while (known.isEmpty() && day < plan.until().toEpochDay()) {
        tellDay();
      }
      return !known.isEmpty();
    }

    @Override
    public SimulatedEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the shop's time is over");
      }
      return known.remove();
    }

    private void tellDay() {
      for (int customer = 0; customer < stories.size(); customer++) {
        if (courses.get(customer).nextDay() == day) {
          stories.get(customer).tellNextDay(this::keep);
        }
      }
      day++;
      Instant dayEnd = midnight(day);
      while (!pending.isEmpty() && pending.element().known().isBefore(dayEnd)) {
        known.add(pending.remove());
      }
    }

    private void keep(SimulatedEvent event) {
      if (event.known().isBefore(end)) {
        pending.add(event);
      }
    }

    private static Instant midnight(long epochDay) {
      return LocalDate.ofEpochDay(epochDay).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }
}
