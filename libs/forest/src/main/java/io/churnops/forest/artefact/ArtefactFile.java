package io.churnops.forest.artefact;

/** A file as the manifest lists it: its size in bytes and its SHA-256 in hexadecimal. */
public record ArtefactFile(String name, long size, String sha256) {}
