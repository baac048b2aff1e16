package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an alias means now. */
@Entity
@Table(name = "model_alias")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class AliasRow {

  @EmbeddedId private AliasId id;

  private int version;

  @Column(name = "moved_at")
  private Instant movedAt;

  @Column(name = "moved_by")
  private String movedBy;

  private String reason;

  @Version
  @Column(name = "lock_version")
  private @Nullable Long lockVersion;

  AliasRow() {}

  AliasRow(AliasId id) {
    this.id = id;
  }

  void moveTo(int version, Instant movedAt, String movedBy, String reason) {
    this.version = version;
    this.movedAt = movedAt;
    this.movedBy = movedBy;
    this.reason = reason;
  }

  Alias toAlias() {
    return new Alias(id.modelName(), id.alias(), version, movedAt, movedBy, reason);
  }

  int version() {
    return version;
  }
}
