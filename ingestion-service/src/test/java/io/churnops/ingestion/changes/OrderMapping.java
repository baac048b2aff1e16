package io.churnops.ingestion.changes;

/** The mapping of a table of orders to events. */
final class OrderMapping {

  private OrderMapping() {}

  static String of(String name, String topic) {
    return """
    changes: %1$s
    source: /cdc/%1$s
    topics: [%2$s]
    tables:
      shop.orders:
        columns:
          id: {as: text}
          customer: {as: text}
          placed_at: {as: time, format: iso}
          total: {as: decimal}
          status: {as: text}
          _old.status: {as: text}
        rows:
          - {count: placed, on: [create, read], emit: [placed]}
          - {count: cancelled, on: [update], when: {status: {one_of: [cancelled]}, _old.status: {none_of: [cancelled]}}, emit: [cancelled]}
          - {count: removed, on: [delete], emit: [cancelled]}
        events:
          placed:
            type: order.placed
            customer: customer
            time: placed_at
            id: [id]
            data:
              orderId: {column: id}
              amountMinor: {money: {price: total, currency: EUR}}
              currency: {constant: EUR}
          cancelled:
            type: order.cancelled
            customer: customer
            time: _changed_at
            data: {orderId: {column: id}}
    """
        .formatted(name, topic);
  }
}
