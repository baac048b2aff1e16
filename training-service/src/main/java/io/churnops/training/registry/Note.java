package io.churnops.training.registry;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a model or a version from now on. What is absent stays as it is, and a tag
 * without a value goes.
 */
@Schema(name = "ModelNote")
public record Note(
    @Size(max = Note.LONGEST)
        @Pattern(regexp = Pages.STORABLE, message = "must not hold the character NUL")
        @Schema(description = "Empty to have none", nullable = true)
        @Nullable String description,
    @Size(max = Note.MOST_TAGS)
        @Schema(
            description = "By key; a tag whose value is null is removed",
            example = "{\"team\": \"crm\"}",
            nullable = true)
        @Nullable
            Map<
                @Size(min = 1, max = Note.LONGEST_KEY)
                @Pattern(regexp = Pages.STORABLE, message = "must not hold the character NUL")
                String,
                @Size(max = Note.LONGEST)
                @Pattern(regexp = Pages.STORABLE, message = "must not hold the character NUL")
                @Nullable String>
            tags) {

  /** Characters of a description, or of the value of a tag. */
  public static final int LONGEST = 5_000;

  /** Characters of the key of a tag. */
  public static final int LONGEST_KEY = 250;

  /** Tags of one thing. */
  public static final int MOST_TAGS = 100;

  /** A description alone. */
  public static Note description(String description) {
    return new Note(description, null);
  }

  /** Tags alone. */
  public static Note tags(Map<String, @Nullable String> tags) {
    return new Note(null, tags);
  }
}
