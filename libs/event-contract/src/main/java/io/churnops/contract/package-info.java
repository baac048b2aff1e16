/** What travels between the services: topics, header names, event types and their JSON Schemas. */
@NullMarked
package io.churnops.contract;

import org.jspecify.annotations.NullMarked;
