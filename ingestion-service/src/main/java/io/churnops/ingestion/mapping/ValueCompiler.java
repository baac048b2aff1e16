package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ColumnType;
import io.churnops.ingestion.mapping.MappingDocument.MoneySpec;
import io.churnops.ingestion.mapping.MappingDocument.RestSpec;
import io.churnops.ingestion.mapping.MappingDocument.ValueSpec;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the values of an event's data as written into ones that rows can be asked for. */
final class ValueCompiler {

  private final Function<String, Column> columns;

  ValueCompiler(Function<String, Column> columns) {
    this.columns = columns;
  }

  Map<String, Value> data(String place, Map<String, ValueSpec> specs, boolean grouped) {
    Map<String, Value> data = new LinkedHashMap<>();
    specs.forEach((name, spec) -> data.put(name, value(place + "." + name, spec)));
    if (!grouped && !data.values().stream().allMatch(Value.OfRow.class::isInstance)) {
      throw new InvalidMappingException(place + ": sum, count and list need group_by.");
    }
    if (data.values().stream().filter(Value.Lines.class::isInstance).count() > 1) {
      throw new InvalidMappingException(place + ": one list is as much as an event holds.");
    }
    return data;
  }

  private Value value(String place, @Nullable ValueSpec given) {
    ValueSpec spec = requireOne(place, given);
    if (spec.sum() != null) {
      return new Value.Sum(summand(place, spec.sum()));
    }
    if (spec.count() != null) {
      if (!"rows".equals(spec.count())) {
        throw new InvalidMappingException(place + ": only rows can be counted.");
      }
      return new Value.Count();
    }
    if (spec.list() != null) {
      return lines(place, spec.list(), spec.rest());
    }
    return ofRow(place, spec);
  }

  private Value.OfRow ofRow(String place, @Nullable ValueSpec given) {
    ValueSpec spec = requireOne(place, given);
    boolean absolute = Boolean.TRUE.equals(spec.absolute());
    if (spec.column() != null) {
      return new Value.OfColumn(columns.apply(spec.column()), absolute);
    }
    if (spec.constant() != null) {
      return new Value.Constant(spec.constant());
    }
    if (spec.money() != null) {
      return money(place, spec.money(), absolute);
    }
    throw new InvalidMappingException(place + ": one row gives a column, a constant or money.");
  }

  private Value.Money money(String place, MoneySpec spec, boolean absolute) {
    return new Value.Money(
        number(place, spec.price()),
        spec.quantity() == null ? null : number(place, spec.quantity()),
        fractionDigits(place, spec.currency()),
        absolute);
  }

  private Column number(String place, String name) {
    Column column = columns.apply(name);
    if (column.type() != ColumnType.INTEGER && column.type() != ColumnType.DECIMAL) {
      throw new InvalidMappingException(place + ": " + name + " is not a number.");
    }
    return column;
  }

  private static int fractionDigits(String place, String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException unknown) {
      throw new InvalidMappingException(place + ": currency is not an ISO 4217 code.");
    }
  }

  private Value.OfRow summand(String place, ValueSpec spec) {
    Value.OfRow each = ofRow(place, spec);
    boolean integer =
        each instanceof Value.Money
            || each instanceof Value.OfColumn(Column column, _)
                && column.type() == ColumnType.INTEGER;
    if (!integer) {
      throw new InvalidMappingException(place + ": only money and integers can be summed.");
    }
    return each;
  }

  private Value.Lines lines(String place, Map<String, ValueSpec> list, @Nullable RestSpec rest) {
    Map<String, Value.OfRow> fields = new LinkedHashMap<>();
    list.forEach((name, spec) -> fields.put(name, ofRow(place + "." + name, spec)));
    if (rest == null) {
      return new Value.Lines(fields, null);
    }
    Map<String, String> sums = rest.sum() == null ? Map.of() : rest.sum();
    for (String summed : sums.keySet()) {
      ValueSpec spec = list.get(summed);
      if (spec == null) {
        throw new InvalidMappingException(place + ": rest sums no field of the list: " + summed);
      }
      summand(place + "." + summed, spec);
    }
    return new Value.Lines(fields, new Value.Rest(rest.count(), sums));
  }

  private static ValueSpec requireOne(String place, @Nullable ValueSpec spec) {
    if (spec == null || sources(spec) != 1 || spec.rest() != null && spec.list() == null) {
      throw new InvalidMappingException(
          place + ": needs exactly one of column, constant, money, sum, count and list.");
    }
    if (spec.absolute() != null && spec.column() == null && spec.money() == null) {
      throw new InvalidMappingException(place + ": absolute belongs to a column or to money.");
    }
    return spec;
  }

  private static long sources(ValueSpec spec) {
    return Stream.of(
            spec.column() != null,
            spec.constant() != null,
            spec.money() != null,
            spec.sum() != null,
            spec.count() != null,
            spec.list() != null)
        .filter(Boolean::booleanValue)
        .count();
  }
}
