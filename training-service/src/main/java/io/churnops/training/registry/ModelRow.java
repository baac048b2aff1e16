package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A model: a name with versions. */
@Entity
@Table(name = "model")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class ModelRow {

  @Id private String name;

  @Column(name = "created_at")
  private Instant createdAt;

  String name() {
    return name;
  }

  Instant createdAt() {
    return createdAt;
  }
}
