package io.churnops.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.kit.api.Pages;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTests {

  private record Page(List<String> items, @Nullable Integer nextCursor) {}

  @Test
  void cutsOffWhatIsMoreThanAPage() {
    assertThat(page(List.of())).isEqualTo(new Page(List.of(), null));
    assertThat(page(List.of("a", "bb"))).isEqualTo(new Page(List.of("a", "bb"), null));
    assertThat(page(List.of("a", "bb", "ccc"))).isEqualTo(new Page(List.of("a", "bb"), 2));
  }

  private static Page page(List<String> found) {
    return Pages.first(found, 2, String::length, Page::new);
  }
}
