package io.churnops.cli;

import io.churnops.cli.suite.SuitePorts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the ports of a suite from the offset that is given on the command line. */
final class PortOffset implements ITypeConverter<SuitePorts> {

  @Override
  public SuitePorts convert(String offset) {
    try {
      return new SuitePorts(Integer.parseInt(offset));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not a whole number".formatted(offset));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
