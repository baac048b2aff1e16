package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.forest.ColumnStorage;
import java.nio.DoubleBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ColumnConfigurationTests {

  @Test
  void keepsColumnsInTheTemporaryFolderWhereTheHeapMayHoldNone() {
    assertThat(storage(Map.of("churnops.columns.heap-share", "0")).doubles(2, 3))
        .hasSize(2)
        .allMatch(DoubleBuffer::isDirect);
  }

  @Test
  void keepsFewColumnsOnTheHeapUnlessToldOtherwise() {
    assertThat(storage(Map.of()).doubles(2, 3)).noneMatch(DoubleBuffer::isDirect);
  }

  private static ColumnStorage storage(Map<String, String> properties) {
    var source = new MapConfigurationPropertySource(properties);
    var bound = new Binder(source).bindOrCreate("churnops.columns", ColumnProperties.class);
    assertThat(bound.folder()).isEmpty();
    return new ColumnConfiguration().columnStorage(bound);
  }
}
