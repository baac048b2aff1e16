package io.churnops.training.registry;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The aliases. */
interface AliasRows extends Repository<AliasRow, AliasId> {

  Optional<AliasRow> findById(AliasId id);

  List<AliasRow> findAll();

  AliasRow saveAndFlush(AliasRow row);

  @Query("select a from AliasRow a where a.id.modelName = :model order by a.id.alias")
  List<AliasRow> ofModel(String model);
}
