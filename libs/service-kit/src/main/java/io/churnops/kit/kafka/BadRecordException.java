package io.churnops.kit.kafka;

import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * One record of a batch is bad and will stay so. The records before it must already have had their
 * effect; the bad one goes to the dead-letter topic, the ones after it are delivered again.
 */
public class BadRecordException extends BatchListenerFailedException {

  private final String code;

  /**
   * A bad record.
   *
   * @param code a stable code, for example {@code malformed_json}
   * @param detail a sentence without customer data
   * @param index of the record in its batch
   */
  public BadRecordException(String code, String detail, int index) {
    super(detail, index);
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }
}
