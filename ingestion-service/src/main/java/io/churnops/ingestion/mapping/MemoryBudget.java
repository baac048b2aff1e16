package io.churnops.ingestion.mapping;

/** What an import may hold in memory, so that a large file fails alone and not the service. */
final class MemoryBudget {

  private final long limit;
  private long used;

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Counts bytes that will be held until the end of the import. */
  void claim(long bytes) {
    used += bytes;
    if (used > limit) {
      throw new ImportFailedException(
          "Grouping the rows needs more than "
              + limit
              + " bytes of memory (churnops.ingestion.imports.grouping-memory). Split the file so"
              + " that each group stays whole, or allow more.");
    }
  }
}
