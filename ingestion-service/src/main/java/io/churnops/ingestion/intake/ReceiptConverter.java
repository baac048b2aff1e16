package io.churnops.ingestion.intake;

import io.churnops.ingestion.intake.ItemVerdict.Status;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes receipts. One that says of every event that it was accepted, and no more, is put together
 * as bytes, the same that Jackson would make of it; any other is Jackson's.
 */
@Component
final class ReceiptConverter extends AbstractHttpMessageConverter<Receipt> {

  private final JsonMapper json;

  ReceiptConverter(JsonMapper json) {
    super(MediaType.APPLICATION_JSON);
    this.json = json;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == Receipt.class;
  }

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected Receipt readInternal(Class<? extends Receipt> type, HttpInputMessage message) {
    throw new HttpMessageNotReadableException("Nobody sends receipts.", message);
  }

  @Override
  protected void writeInternal(Receipt receipt, HttpOutputMessage message) throws IOException {
    byte[] bytes = bytes(receipt);
    message.getHeaders().setContentLength(bytes.length);
    message.getBody().write(bytes);
  }

  byte[] bytes(Receipt receipt) {
    byte[] plain = isPlain(receipt) ? new PlainReceipt(receipt).bytes() : null;
    return plain == null ? json.writeValueAsBytes(receipt) : plain;
  }

  private static boolean isPlain(Receipt receipt) {
    List<ItemVerdict> items = receipt.items();
    for (ItemVerdict item : items) {
      if (!isPlain(item)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(ItemVerdict item) {
    return item.status() == Status.ACCEPTED
        && item.id() != null
        && item.code() == null
        && item.detail() == null
        && item.rule() == null
        && item.warnings() == null;
  }
}
