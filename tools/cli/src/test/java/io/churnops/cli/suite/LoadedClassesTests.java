package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LoadedClassesTests {

  @Test
  void tellsClassesThatCanBeLoadedAgain() {
    Supplier<Class<?>> lambda = LoadedClassesTests.class::getSuperclass;

    List<String> names = LoadedClasses.names().toList();

    assertThat(names)
        .contains(
            "java/lang/Object",
            "java/util/Map$Entry",
            "org/junit/jupiter/api/Test",
            getClass().getName().replace('.', '/'))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.contains("$$Lambda") || name.contains("0x"));
    assertThat(names).doesNotContain(lambda.getClass().getName().replace('.', '/'));
  }
}
