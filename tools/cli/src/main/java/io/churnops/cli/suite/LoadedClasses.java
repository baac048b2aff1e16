package io.churnops.cli.suite;

import io.churnops.platform.PlatformException;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes that this JVM has loaded, as {@code jcmd VM.class_hierarchy} tells them. Asking takes
 * a pause of some hundredths of a second; to have them written down while they are loaded costs a
 * start a fifteenth of its time.
 */
final class LoadedClasses {

  /** A name and its loader; those of hidden classes have an address in between. */
  private static final Pattern CLASS =
      Pattern.compile(
          "^(?:[| ]*\\|--)?([\\w.$]+)/(?:null|0x\\p{XDigit}+)(?: \\(intf\\))?$", Pattern.MULTILINE);

  private LoadedClasses() {}

  /** Names with slashes, each once, interfaces too; none of hidden classes. */
  static Stream<String> names() {
    return CLASS
        .matcher(hierarchy())
        .results()
        .map(found -> found.group(1).replace('.', '/'))
        .distinct();
  }

  private static String hierarchy() {
    try {
      Object told =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmClassHierarchy",
                  new Object[] {new String[] {"-i"}},
                  new String[] {String[].class.getName()});
      return (String) told;
    } catch (JMException e) {
      throw new PlatformException("The JVM does not tell its classes: " + e, e);
    }
  }
}
