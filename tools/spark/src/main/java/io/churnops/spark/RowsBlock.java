package io.churnops.spark;

import java.io.Serializable;

/** Consecutive rows of a training set, as CSV. */
record RowsBlock(byte[] csv, int rows) implements Serializable {}
