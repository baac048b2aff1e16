package io.churnops.ingestion.intake;

import java.util.function.Supplier;

/** Remembers the answers to requests that bore an {@code Idempotency-Key}. */
interface AnsweredRequests {

  /**
   * The answer to a request: the one given before to the same request under the same key, or that
   * of the work, which is done at most once at a time for one key. Work that throws is not
   * remembered.
   *
   * @throws IdempotencyKeyException if the key came before with another request, or is being worked
   *     on
   */
  Receipt answer(Request request, Supplier<Receipt> work);

  /**
   * A request under a key.
   *
   * @param principal the caller, to whom the key belongs
   * @param sha256 digest of the content type and the body, uncompressed
   */
  record Request(String principal, String key, String sha256) {}
}
