package io.churnops.spark;

import io.churnops.forest.BinnedTable;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A binned table on its way to the executors, in its own format. */
public final class SentTable implements Externalizable {

  private @Nullable BinnedTable table;

  /** For the receiver. */
  public SentTable() {}

  SentTable(BinnedTable table) {
    this.table = table;
  }

  BinnedTable table() {
    return Objects.requireNonNull(table);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    table().write(new Written(out));
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    table = BinnedTable.read(new Read(in));
  }

  /** What is written, as a stream. */
  private static final class Written extends OutputStream {

    private final ObjectOutput out;

    Written(ObjectOutput out) {
      this.out = out;
    }

    @Override
    public void write(int oneByte) throws IOException {
      out.write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }
  }

  /** What is read, as a stream. */
  private static final class Read extends InputStream {

    private final ObjectInput in;

    Read(ObjectInput in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }
  }
}
