package io.churnops.forest.artefact;

import java.nio.file.Path;

/** An artefact on disk; {@code digest} is the SHA-256 of its manifest and so names all of it. */
public record WrittenArtefact(Path folder, ModelManifest manifest, String digest) {}
