package io.churnops.contract;

/**
 * Kafka topics of the suite. A name carries its version; the key is the customer id unless said.
 */
public final class Topics {

  /** Customer events, CloudEvents in binary mode. Owned by ingestion-service. */
  public static final String CUSTOMER_EVENTS = "customer-events.v1";

  /** What could not become a customer event, with its reason. Same partitions as its origin. */
  public static final String CUSTOMER_EVENTS_DEAD_LETTER = "customer-events.v1-dlt";

  /** Alias moves of models; keyed by model name. Owned by training-service. */
  public static final String MODEL_LIFECYCLE = "model-lifecycle.v1";

  /** Wishes to have models trained anew; keyed by model name. Owned by training-service. */
  public static final String TRAINING_REQUESTS = "training-requests.v1";

  /** Every prediction with its inputs. Owned by serving-service. */
  public static final String PREDICTION_LOG = "prediction-log.v1";

  /** What could not be read as a prediction, with its reason. */
  public static final String PREDICTION_LOG_DEAD_LETTER = "prediction-log.v1-dlt";

  /**
   * Customers to be erased, by all their ids, in the plain; keyed by erasure id. Owned by
   * feature-service. Whoever keeps anything of customers reads it from the beginning, removes
   * theirs, takes in no more of them, and answers.
   */
  public static final String CUSTOMER_ERASURES = "customer-erasures.v1";

  /**
   * What a service has removed of an erased customer; keyed by erasure id, without customer ids.
   */
  public static final String CUSTOMER_ERASURE_ANSWERS = "customer-erasure-answers.v1";

  /** Partitions of the topics keyed by customer, and of their dead-letter topics. */
  public static final int CUSTOMER_PARTITIONS = 6;

  private Topics() {}
}
