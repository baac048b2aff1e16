package io.churnops.training.registry;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The models. */
interface ModelRows extends Repository<ModelRow, String> {

  Optional<ModelRow> findById(String name);

  List<ModelRow> findAllByOrderByName();

  /** Serialises what happens to one model. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select m from ModelRow m where m.name = :name")
  Optional<ModelRow> lock(String name);
}
