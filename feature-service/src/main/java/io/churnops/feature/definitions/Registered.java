package io.churnops.feature.definitions;

/**
 * The outcome of a registration.
 *
 * @param created false when the same definition was registered before
 */
record Registered<T>(T definition, boolean created) {}
