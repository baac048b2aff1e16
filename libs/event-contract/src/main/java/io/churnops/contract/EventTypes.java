package io.churnops.contract;

import java.util.List;

/** The built-in event types. Each has a JSON Schema for its data beside this class. */
public final class EventTypes {

  public static final String CUSTOMER_REGISTERED = "customer.registered";
  public static final String CUSTOMER_UPDATED = "customer.updated";
  public static final String CUSTOMER_IDENTIFIED = "customer.identified";
  public static final String SESSION_STARTED = "session.started";
  public static final String PRODUCT_VIEWED = "product.viewed";
  public static final String CART_ITEM_ADDED = "cart.item_added";
  public static final String ORDER_PLACED = "order.placed";
  public static final String ORDER_CANCELLED = "order.cancelled";
  public static final String ORDER_RETURNED = "order.returned";
  public static final String PAYMENT_FAILED = "payment.failed";
  public static final String EMAIL_SENT = "email.sent";
  public static final String EMAIL_OPENED = "email.opened";
  public static final String EMAIL_CLICKED = "email.clicked";
  public static final String TICKET_OPENED = "ticket.opened";
  public static final String TICKET_RESOLVED = "ticket.resolved";
  public static final String SUBSCRIPTION_STARTED = "subscription.started";
  public static final String SUBSCRIPTION_CANCELLED = "subscription.cancelled";

  private static final List<String> ALL =
      List.of(
          CUSTOMER_REGISTERED,
          CUSTOMER_UPDATED,
          CUSTOMER_IDENTIFIED,
          SESSION_STARTED,
          PRODUCT_VIEWED,
          CART_ITEM_ADDED,
          ORDER_PLACED,
          ORDER_CANCELLED,
          ORDER_RETURNED,
          PAYMENT_FAILED,
          EMAIL_SENT,
          EMAIL_OPENED,
          EMAIL_CLICKED,
          TICKET_OPENED,
          TICKET_RESOLVED,
          SUBSCRIPTION_STARTED,
          SUBSCRIPTION_CANCELLED);

  private EventTypes() {}

  /** Every built-in type, in the order of the documentation. */
  public static List<String> all() {
    return ALL;
  }

  /** The class-path resource of a type's JSON Schema, relative to this class. */
  public static String schemaResource(String type) {
    return "schema/" + type + ".json";
  }
}
