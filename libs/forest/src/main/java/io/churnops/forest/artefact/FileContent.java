package io.churnops.forest.artefact;

import java.io.IOException;
import java.io.OutputStream;

/** Something that can write itself into a file of an artefact. */
@FunctionalInterface
public interface FileContent {

  void writeTo(OutputStream out) throws IOException;
}
