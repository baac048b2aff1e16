package io.churnops.training.runs;

import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an attempt of a run took of its process. Processor time and memory are those of the whole
 * process while the run ran: native libraries are in it, and so is whatever shares the process.
 *
 * @param wallSeconds from the beginning of the attempt to its end
 * @param processorSeconds of all cores together
 * @param peakHeapBytes the most that was in use on the heap, garbage included
 */
@Schema(name = "TrainingRunCost")
record RunCost(double wallSeconds, double processorSeconds, long peakHeapBytes) {

  /** The cost as metrics, so that runs can be searched by it. */
  List<RunMetrics.Metric> metrics() {
    return List.of(
        new RunMetrics.Metric("cost.wallSeconds", 0, wallSeconds),
        new RunMetrics.Metric("cost.processorSeconds", 0, processorSeconds),
        new RunMetrics.Metric("cost.peakHeapBytes", 0, peakHeapBytes));
  }

  /** Measures from its making on. */
  static final class Meter {

    private final long began = System.nanoTime();
    private final long processorBegan = processorNanos();

    Meter() {
      heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    RunCost soFar() {
      return new RunCost(
          seconds(System.nanoTime() - began),
          seconds(processorNanos() - processorBegan),
          heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    }

    private static double seconds(long nanos) {
      return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }

    private static long processorNanos() {
      OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
      return system instanceof com.sun.management.OperatingSystemMXBean ours
          ? ours.getProcessCpuTime()
          : 0;
    }

    private static List<MemoryPoolMXBean> heap() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
    }
  }
}
