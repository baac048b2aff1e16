package io.churnops.training.registry;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The versions; they are added, never changed. */
interface ModelVersionRows extends Repository<ModelVersionRow, VersionId> {

  Optional<ModelVersionRow> findById(VersionId id);

  boolean existsById(VersionId id);

  ModelVersionRow saveAndFlush(ModelVersionRow row);

  @Query("select v from ModelVersionRow v where v.id.modelName = :model order by v.id.version desc")
  List<ModelVersionRow> ofModel(String model);

  @Query(
      "select coalesce(max(v.id.version), 0) from ModelVersionRow v where v.id.modelName = :model")
  int newest(String model);
}
