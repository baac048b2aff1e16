package io.churnops.forest.artefact;

/** What an artefact would be if it were written: its manifest, and the SHA-256 that names it. */
public record MeasuredArtefact(ModelManifest manifest, String digest) {}
