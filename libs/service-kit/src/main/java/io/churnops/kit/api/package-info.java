/** The OpenAPI document of a service. */
@NullMarked
package io.churnops.kit.api;

import org.jspecify.annotations.NullMarked;
