package io.churnops.cli.suite;

/** Hears what happens while a suite starts. */
public interface SuiteListener {

  /** A part got into another status. */
  void part(PartState part);

  /** Something that a person should know. */
  void note(String sentence);
}
