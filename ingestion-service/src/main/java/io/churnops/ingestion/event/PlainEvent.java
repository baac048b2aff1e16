package io.churnops.ingestion.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event whose JSON is certainly well formed and whose attributes are texts without escapes, as
 * nearly every event's are: there is no need to make a tree of it.
 */
final class PlainEvent implements Attributes {

  private final byte[] text;
  private final int dataFrom;
  private final int dataTo;
  private final PlainJson.Form form;
  private final @Nullable String[] specified;
  private final boolean printable;
  private final Extensions extensions;

  PlainEvent(
      byte[] text,
      int dataFrom,
      int dataTo,
      PlainJson.Form form,
      @Nullable String[] specified,
      boolean printable,
      Extensions extensions) {
    this.text = text;
    this.dataFrom = dataFrom;
    this.dataTo = dataTo;
    this.form = form;
    this.specified = specified;
    this.printable = printable;
    this.extensions = extensions;
  }

  @Override
  public @Nullable String text(Specified attribute) {
    return specified[attribute.ordinal()];
  }

  @Override
  public boolean arePrintable() {
    return printable;
  }

  @Override
  public void requireJsonData() {
    // It is read as plain only if it says so or nothing of it.
  }

  @Override
  public Extensions extensions() {
    for (int i = 0; i < extensions.size(); i++) {
      Attributes.limitedExtension(extensions.value(i)); // the first flawed one decides
    }
    return extensions;
  }

  /** Whether its data certainly satisfy a schema. */
  boolean certainlySatisfies(SchemaShortcut schema) {
    return schema.certainlyValid(text, dataFrom);
  }

  /** Its data as compact JSON, if no tree is needed for it. */
  Optional<byte[]> compactData() {
    return switch (form) {
      case VERBATIM -> Optional.of(Arrays.copyOfRange(text, dataFrom, dataTo));
      case SPACED -> Optional.of(withoutSpace());
      case ANY -> Optional.empty();
    };
  }

  /** Nothing is escaped in data that are written with spaces. */
  private byte[] withoutSpace() {
    byte[] compact = new byte[dataTo - dataFrom];
    int size = 0;
    boolean inString = false;
    for (int i = dataFrom; i < dataTo; i++) {
      byte b = text[i];
      inString ^= b == '"';
      if (inString || b < 0 || b > ' ') {
        compact[size++] = b;
      }
    }
    return Arrays.copyOf(compact, size);
  }
}
