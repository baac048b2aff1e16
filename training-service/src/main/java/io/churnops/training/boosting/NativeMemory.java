package io.churnops.training.boosting;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** What the machine, or the container, has of memory for native code beside the JVM's own. */
final class NativeMemory {

  private NativeMemory() {}

  /**
   * At most so many bytes. What other processes hold is not taken off: in a container there are
   * none, and elsewhere the system may swap them out.
   */
  static long left() {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    MemoryMXBean ofJvm = ManagementFactory.getMemoryMXBean();
    return all
        - ofJvm.getHeapMemoryUsage().getCommitted()
        - ofJvm.getNonHeapMemoryUsage().getCommitted();
  }
}
